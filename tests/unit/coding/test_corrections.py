"""What a coder learns from people: at once, for the same text surely, for others by likeness."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.coding.answers import Candidate
from services.matching.coding.corrections import Corrections, mixed
from services.matching.coding.titles import job_title

FOUND = [Candidate("2411", 0.6, "accountant"), Candidate("3313", 0.3, "bookkeeper")]


def taught(*wordings: tuple[str, str]) -> Corrections:
    return Corrections(job_title).and_also(wordings)


def test_a_corrected_text_gets_its_code_for_certain_and_shows_the_text() -> None:
    (heard,) = taught(("นักบัญชีต้นทุน", "2411")).heard(["ด่วน! นักบัญชีต้นทุน"], [FOUND[1:]])
    assert heard == [Candidate("2411", 1.0, "นักบัญชีต้นทุน")]


def test_of_two_corrections_of_one_text_the_last_counts() -> None:
    both = taught(("Barista", "5131"), ("BARISTA", "5132"))
    assert both.heard(["barista"], [[]])[0][0].code == "5132"
    later = taught(("Barista", "5131")).and_also([("urgent barista", "5132")])
    assert later.heard(["barista"], [[]])[0][0].code == "5132"


def test_texts_like_a_corrected_one_lean_to_its_code_and_others_do_not() -> None:
    corrections = taught(("drone survey operator", "3152"))
    alike, other = corrections.heard(["drone survey operators", "sous chef"], [FOUND, FOUND])
    assert alike[0].code == "3152"
    assert alike[0].probability < 1
    assert other == FOUND


def test_teaching_leaves_the_older_corrections_as_they_were() -> None:
    before = taught(("barista", "5132"))
    before.and_also([("barista", "5131"), ("sommelier", "5131")])
    assert before.heard(["barista", "sommelier"], [[], []]) == [
        [Candidate("5132", 1.0, "barista")],
        [],
    ]


def test_a_correction_of_a_text_without_a_word_teaches_nothing() -> None:
    assert taught(("!!!", "5132")).heard(["", "?"], [[], FOUND]) == [[], FOUND]


@given(st.floats(0, 1), st.sampled_from(["2411", "5132"]))
def test_what_a_correction_gains_the_others_lose(weight: float, code: str) -> None:
    heard = mixed(FOUND, taught(("x1", code)).by_key["x1"], weight)
    assert sum(each.probability for each in heard) <= 1 + 1e-9
    before = {each.code: each.probability for each in FOUND}
    assert all(e.probability <= before[e.code] + 1e-12 for e in heard if e.code != code)
