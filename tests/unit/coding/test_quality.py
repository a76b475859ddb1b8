"""What the page of figures says of gold texts that the lexicon has, and of aims that are missed."""

import pytest

from services.matching.training.coding_evaluate import HeldOut
from services.matching.training.quality_coding import new_to_the_lexicon
from services.matching.training.quality_mismatch import Aim
from services.matching.training.wordings import KnownText


def test_a_title_whose_head_is_in_the_lexicon_is_not_new() -> None:
    known = ["Network Engineer", "ด่วน! Network Engineer (รับเด็กจบใหม่ด้วย)"]
    new = "Somebody who looks after switches"
    texts = [KnownText(text, "2523", frozenset(("2523",))) for text in (*known, new)]
    found = new_to_the_lexicon(HeldOut("occupations", "titles", texts))
    assert [each.text for each in found.texts] == [new]


def test_a_programme_is_looked_up_without_its_degree() -> None:
    texts = [
        KnownText(text, "0541", frozenset(("0541",))) for text in ("วท.บ. คณิตศาสตร์", "Zorb theory")
    ]
    found = new_to_the_lexicon(HeldOut("fields", "programmes", texts))
    assert [each.text for each in found.texts] == ["Zorb theory"]


@pytest.mark.parametrize(
    ("aim", "figure", "short"),
    [
        (Aim(True, 0.86), 0.86, None),
        (Aim(True, 0.86), 0.8588, "short by 0.0012"),
        (Aim(False, 0.089), 0.08, None),
        (Aim(False, 0.089), 0.0912, "short by 0.0022"),
    ],
)
def test_a_missed_aim_says_by_how_much(aim: Aim, figure: float, short: str | None) -> None:
    assert ("short by" in aim.beside(figure)) is (short is not None)
    assert short is None or short in aim.beside(figure)
