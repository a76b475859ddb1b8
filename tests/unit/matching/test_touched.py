"""Which other texts are looked at when one is corrected."""

from services.matching.recoding.touched import parts


def test_a_form_is_looked_for_by_its_words_and_thai_by_beginning_and_end() -> None:
    assert parts("senior qa engineer") == ["engineer", "senior"]
    assert set(parts("พนักงานขายรถ")) == {"พนักงานขายรถ"[:6], "พนักงานขายรถ"[-6:]}
    assert parts("it") == []
