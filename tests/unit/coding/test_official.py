"""Official titles are heard where the coder leaves the unit group open, and nowhere else."""

import pytest

from services.matching.coding.official import AGREEMENT, OfficialTitles, Title
from tests.unit.matching.fakes import DictionaryCoder


@pytest.fixture
def coder() -> OfficialTitles:
    known = DictionaryCoder({"tea taster": "5131", "wine taster": "75", "bean boss": "1"})
    titles = [Title(text, "7515") for text in ("Tea taster", "Wine taster", "Bean boss", "Grader")]
    return OfficialTitles(known, titles)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("grader", "7515"),  # the coder alone abstains
        ("wine taster", "7515"),  # and here it stays above the unit group
        ("tea taster", "5131"),  # it is sure
        ("bean boss", "1"),  # the title lies elsewhere
        ("anything", None),
    ],
)
def test_a_title_decides_where_the_coder_does_not(
    coder: OfficialTitles, text: str, code: str | None
) -> None:
    [decided] = coder.decide([text])
    assert decided.code == code


def test_the_candidates_agree_with_the_decision(coder: OfficialTitles) -> None:
    texts = ["grader", "wine taster", "tea taster", "anything"]
    for decided, found in zip(coder.decide(texts), coder.code(texts, top=3), strict=True):
        assert [each.code for each in found[:1]] == ([decided.code] if decided.code else [])
        assert sum(each.probability for each in found) <= 1
    [first] = coder.code(["grader"], top=1)
    assert (first[0].probability, first[0].evidence) == (AGREEMENT, "Grader")


def test_what_a_person_corrected_stands(coder: OfficialTitles) -> None:
    pupil = coder.taught([("grader", "9329")])
    assert pupil.decide(["grader"])[0].code == "9329"
    assert coder.decide(["grader"])[0].code == "7515"
