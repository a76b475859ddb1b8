"""Counts of fitting graduates: right, and telling of no small group."""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from services.matching.fits import Opening, Seeker
from services.matching.fitting import LEAST, protected
from services.matching.market.columns import Entry
from services.matching.market.counting import Group, fitting
from services.matching.market.market import market_of_seekers
from services.matching.ranking import FITTING_COVERAGE, FITTING_SCORE, STEPS, match
from tests.unit.matching import market_records

COUNTS = st.dictionaries(
    st.builds(Group, st.sampled_from(["01", "06", None]), st.sampled_from(["TH-10", "TH-50"])),
    st.integers(1, 25),
)


@given(market_records.OPENINGS, st.lists(market_records.SEEKERS, max_size=40))
def test_those_who_fit_are_counted_by_field_and_region(
    opening: Opening, seekers: list[Seeker]
) -> None:
    market = market_of_seekers()
    market.put(Entry(f"{n:02}", seeker) for n, seeker in enumerate(seekers))
    market.put([], gone=["03"])
    left = [seeker for n, seeker in enumerate(seekers) if n != 3]
    expected = Counter(
        Group(seeker.field and seeker.field[:2], seeker.region)
        for seeker in left
        if is_fitting(seeker, opening)
    )
    assert fitting(market, opening) == expected


def is_fitting(seeker: Seeker, opening: Opening) -> bool:
    found = match(seeker, opening)
    if found.score is None:
        return False
    known = int(found.coverage * STEPS + 0.5) >= int(FITTING_COVERAGE * STEPS)
    return known and int(found.score * STEPS + 0.5) >= int(FITTING_SCORE * STEPS)


@given(COUNTS)
def test_no_small_group_is_shown_or_can_be_worked_out(counts: Mapping[Group, int]) -> None:
    shown, total = protected(counts)
    assert set(shown) == set(counts)
    assert all(count is None or count == counts[group] >= LEAST for group, count in shown.items())
    withheld = [counts[group] for group, count in shown.items() if count is None]
    if total is not None:
        assert total == sum(counts.values())
        assert not withheld or (len(withheld) > 1 and sum(withheld) >= LEAST)


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    small, middle, large = (Group(field, "TH-10") for field in ("01", "04", "06"))
    shown, total = protected({large: 300, small: 3, middle: 40})
    assert shown == {large: 300, middle: None, small: None}
    assert total == 343


def test_a_group_alone_is_shown_when_it_is_large_and_nothing_when_it_is_small() -> None:
    group = Group("06", "TH-10")
    assert protected({group: 12}) == ({group: 12}, 12)
    assert protected({group: 9}) == ({group: None}, None)
    assert protected({}) == ({}, 0)
