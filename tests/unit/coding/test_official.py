"""Official titles are heard where the coder leaves the unit group open, and nowhere else."""

import pytest

from services.matching.coding.official import AGREEMENT, OfficialTitles, Title
from services.matching.domain import Coders
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


def test_titles_of_two_groups_that_read_alike_decide_nothing(coders: Coders) -> None:
    alike = OfficialTitles(
        coders.occupations,
        [Title("Zorbing executive", "2422"), Title("Senior zorbing executive", "1120")],
    )
    both = ["Zorbing executive", "Senior zorbing executive"]
    assert alike.key(both[0]) == alike.key(both[1])
    assert alike.decide(both) == coders.occupations.decide(both)
    assert alike.code(both, top=5) == coders.occupations.code(both, top=5)


def test_titles_of_one_group_that_read_alike_decide(coders: Coders) -> None:
    alike = OfficialTitles(
        coders.occupations, [Title("Zorb grader", "7515"), Title("Senior zorb grader", "7515")]
    )
    [decided] = alike.decide(["zorb grader"])
    assert decided.code == "7515"
