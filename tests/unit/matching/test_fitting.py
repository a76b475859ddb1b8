"""Counts of fitting graduates: right, and telling of no small group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.fits import Opening, Seeker
from services.matching.fitting import LEAST, STEP, impersonal, listed, rounded
from services.matching.market.aspects import SEEKERS
from services.matching.market.columns import CodeBook, Entry
from services.matching.market.counting import Group, fitting
from services.matching.market.market import Market, Part, market_of_seekers
from services.matching.market.question import Question, to_seekers
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
    assert fitting(market, opening).groups == expected


def is_fitting(seeker: Seeker, opening: Opening) -> bool:
    found = match(seeker, opening)
    if found.score is None:
        return False
    known = int(found.coverage * STEPS + 0.5) >= int(FITTING_COVERAGE * STEPS)
    return known and int(found.score * STEPS + 0.5) >= int(FITTING_SCORE * STEPS)


@given(market_records.OPENINGS, market_records.OPENINGS, market_records.SEEKERS)
def test_who_fits_is_judged_without_pay_and_experience(
    opening: Opening, other: Opening, seeker: Seeker
) -> None:
    differing = replace(opening, pay=other.pay, experience_years=other.experience_years)
    without = replace(seeker, pay=None, graduation_year=None)
    found = match(seeker, impersonal(opening))
    assert match(without, impersonal(differing))[:2] == found[:2]


@given(COUNTS)
def test_large_groups_are_listed_by_code_each_rounded_by_itself(
    counts: Mapping[Group, int],
) -> None:
    shown = listed(counts)
    assert set(shown) == {group for group, count in counts.items() if count >= LEAST}
    assert all(count >= LEAST and count % STEP == 0 for count in shown.values())
    assert all(abs(count - counts[group]) <= STEP // 2 for group, count in shown.items())
    assert list(shown) == sorted(shown, key=lambda group: (group.region or "", group.field or ""))


@given(COUNTS, st.builds(Group, st.just("09"), st.just("TH-90")), st.integers(1, LEAST - 1))
def test_a_small_group_changes_nothing_in_the_list(
    counts: Mapping[Group, int], small: Group, size: int
) -> None:
    assert listed({**counts, small: size}) == listed(counts)


@pytest.mark.parametrize(
    ("count", "shown"), [(0, None), (9, None), (10, 10), (12, 10), (13, 15), (17, 15), (18, 20)]
)
def test_counts_are_told_to_the_nearest_five_and_not_under_ten(
    count: int, shown: int | None
) -> None:
    assert rounded(count) == shown


class TakingMoreIn(Market[Opening, Seeker]):
    """A market that takes more graduates in, of a field of their own, as soon as it is read."""

    later: tuple[Entry[Seeker], ...] = ()

    def parts(self) -> Sequence[Part]:
        found = super().parts()
        self.put(self.later)
        return found

    def question(self, asker: Opening) -> Question:
        found = super().question(asker)
        self.put(self.later)
        return found


def test_graduates_who_come_while_others_are_counted_are_counted_the_next_time() -> None:
    book = CodeBook()
    market = TakingMoreIn(SEEKERS, book, to_seekers(book))
    market.put([Entry("uni/a", Seeker(field="0613", level=6, region="TH-10"))])
    market.later = (Entry("uni/b", Seeker(field="0714", level=7, region="TH-77")),)
    opening = Opening(fields_accepted=("0613", "0714"), level_required=6, region="TH-10")
    assert set(fitting(market, opening).groups) == {Group("06", "TH-10")}


@pytest.mark.parametrize("far", [False, True])
def test_a_count_with_a_made_up_graduate_in_it_says_so(far: bool) -> None:
    market = market_of_seekers()
    fits = Seeker(field="0613", level=6, region="TH-10")
    market.put(
        [Entry("uni/a", fits), Entry("uni/b", fits if not far else Seeker(), synthetic=True)]
    )
    opening = Opening(fields_accepted=("0613",), level_required=6, region="TH-10")
    assert fitting(market, opening).synthetic is not far
