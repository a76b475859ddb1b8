"""What a coder learns from people: at once, for the same text surely, for others by likeness."""

from services.matching.coding.corrections import Corrections, Heard
from services.matching.coding.titles import job_title


def taught(*wordings: tuple[str, str]) -> Corrections:
    return Corrections(job_title).and_also(wordings)


def test_a_corrected_text_is_known_for_certain_whatever_surrounds_it() -> None:
    assert taught(("นักบัญชีต้นทุน", "2411")).about(["ด่วน! นักบัญชีต้นทุน"]) == [
        Heard("2411", 1.0, "นักบัญชีต้นทุน")
    ]


def test_of_two_corrections_of_one_text_the_last_counts() -> None:
    both = taught(("Barista", "5131"), ("BARISTA", "5132"))
    assert both.by_key["barista"] == "5132"
    later = taught(("Barista", "5131"), ("pastry chef", "7512")).and_also(
        [("urgent barista", "5132")]
    )
    assert later.by_key["barista"] == "5132"
    heard = later.about(["baristas", "pastry chefs"])
    assert [each and each.code for each in heard] == ["5132", "7512"]


def test_texts_like_a_corrected_one_hear_it_less_and_others_do_not() -> None:
    corrections = taught(("drone survey operator", "3152"))
    alike, other = corrections.about(["drone survey operators", "sous chef"])
    assert alike is not None
    assert 0 < alike.weight < 1
    assert other is None


def test_teaching_leaves_the_older_corrections_as_they_were() -> None:
    before = taught(("barista", "5132"))
    before.and_also([("barista", "5131"), ("sommelier", "5131")])
    assert before.about(["barista", "sommelier"]) == [
        Heard("5132", 1.0, "barista"),
        None,
    ]


def test_a_correction_of_a_text_without_a_word_teaches_nothing() -> None:
    assert taught(("!!!", "5132")).about(["", "?"]) == [None, None]
