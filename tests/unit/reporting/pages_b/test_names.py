"""Names are found as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.pages.names import NameIndexes, names_of
from tests.support.published import a_publication
from tests.support.whole_publication import a_whole_publication

INDEX = names_of(a_whole_publication())


def first(text: str) -> tuple[str, str] | None:
    found = INDEX.find(text, 5)
    return (found[0].kind, found[0].code) if found else None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2512", ("occupation", "2512")),
        ("Software developers", ("occupation", "2512")),
        ("SOFTWARE   DEVELOP", ("occupation", "2512")),
        ("softwaredevelopers", ("occupation", "2512")),
        ("developers software", ("occupation", "2512")),
        ("sofware devlopers", ("occupation", "2512")),
        ("นักพัฒนาซอฟต์แวร์", ("occupation", "2512")),
        ("นัก พัฒนา ซอฟต์แวร์", ("occupation", "2512")),
        ("เชียงใหม่", ("region", "TH-50")),
        ("จังหวัดเชียงใหม่", ("region", "TH-50")),
        ("chaing mai", ("region", "TH-50")),
        ("เทคโนโลยีสารสนเทศ", ("field", "06")),
        ("welding", ("skill", "welding")),
        ("institution kku", ("institution", "kku")),
        ("market-trend", ("data_set", "market-trend")),
    ],
)
def test_a_name_is_found_however_it_is_typed(typed, meant):
    assert first(typed) == meant


@pytest.mark.parametrize("typed", ["", "   ", "<>", "zzzzzzzz", "<script>alert(1)</script>"])
def test_what_names_nothing_finds_nothing(typed):
    assert first(typed) is None


@given(st.sampled_from(INDEX.entries), st.sampled_from(["th", "en"]), st.booleans())
def test_everything_is_found_by_its_own_name(entry, language, spaced):
    name = entry.labels[language].upper()
    found = INDEX.find(name if spaced else name.replace(" ", ""), 60)
    assert any(hit.labels[language] == entry.labels[language] for hit in found)


@given(st.text(max_size=40))
def test_any_text_at_all_is_only_text(text):
    assert len(INDEX.find(text, 3)) <= 3


def test_everything_together_and_the_unknown_have_no_page():
    assert not {entry.code for entry in INDEX.entries} & {"_T", "_U"}


def test_an_index_is_made_once_for_a_publication_and_old_ones_go():
    indexes = NameIndexes(most=1)
    one, other = a_publication("1.0.0"), a_publication("1.1.0")
    made = indexes.of(one)
    assert indexes.of(one) is made
    indexes.of(other)
    assert indexes.of(one) is not made
