"""A market that is written to stays what it would be, had it been made at once."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.fits import Opening, Seeker
from services.matching.market.aspects import OPENINGS, Aspect
from services.matching.market.columns import CodeBook, Entry
from services.matching.market.market import (
    Found,
    Market,
    market_of_openings,
    market_of_seekers,
)
from services.matching.market.question import to_openings
from services.matching.market.rematch import rematch
from services.matching.ranking import Match, place, rank_openings, rank_seekers
from tests.unit.matching import market_records

LIMIT = 4
KEYS = st.sampled_from([f"firm/{n}" for n in range(25)])
WRITES = st.lists(
    st.tuples(st.dictionaries(KEYS, market_records.OPENINGS, max_size=12), st.frozensets(KEYS)),
    max_size=6,
)


@settings(max_examples=40)
@given(st.lists(market_records.SEEKERS, min_size=1, max_size=3), WRITES)
def test_after_every_write_the_best_are_those_of_all_pairs(
    seekers: list[Seeker], writes: list[tuple[Mapping[str, Opening], frozenset[str]]]
) -> None:
    market = market_of_openings()
    kept: dict[str, Opening] = {}
    for new, gone in writes:
        market.put([Entry(key, opening) for key, opening in new.items()], gone - set(new))
        kept = {key: opening for key, opening in kept.items() if key not in gone} | new
        assert len(market) == len(kept)
        for seeker in seekers:
            assert market.best(seeker, LIMIT) == found(rank_openings(seeker, kept.items()))


@given(market_records.OPENINGS, st.dictionaries(KEYS, market_records.SEEKERS))
def test_openings_find_seekers_by_the_same_score(
    opening: Opening, seekers: Mapping[str, Seeker]
) -> None:
    market = market_of_seekers()
    market.put(Entry(key, seeker) for key, seeker in seekers.items())
    assert market.best(opening, LIMIT) == found(rank_seekers(opening, seekers.items()))


@pytest.mark.parametrize(("day", "is_open"), [(-1, False), (0, True), (9, True), (10, False)])
def test_only_what_is_open_on_the_day_is_found(day: int, is_open: bool) -> None:
    first = date(2025, 6, 1).toordinal()
    market = market_of_openings()
    market.put([Entry("firm/v1", Opening(level_required=6), (first, first + 9))])
    for _ in range(2):
        assert bool(market.best(Seeker(level=6), LIMIT, first + day)) is is_open


@settings(max_examples=5)
@given(
    st.dictionaries(KEYS, market_records.SEEKERS), st.dictionaries(KEYS, market_records.OPENINGS)
)
def test_a_full_rematch_finds_what_each_graduate_would(
    seekers: Mapping[str, Seeker], openings: Mapping[str, Opening]
) -> None:
    market = market_of_openings()
    market.put(Entry(key, opening) for key, opening in openings.items())
    entries = (Entry(key, seeker) for key, seeker in seekers.items())
    matched = {one.key: one.best for one in rematch(market, entries, LIMIT, processes=2)}
    assert matched == {key: market.best(seeker, LIMIT) for key, seeker in seekers.items()}


def found(ranked: list[tuple[str, Match]], limit: int = LIMIT) -> list[Found]:
    return [Found(key, place(match.score, match.coverage)) for key, match in ranked[:limit]]


class MetMeanwhile(dict[Aspect, int]):
    """Aspects of which a writer meets one more just after they are counted, once."""

    later: tuple[Aspect, ...] = ()

    def __len__(self) -> int:
        known = super().__len__()
        later, self.later = self.later, ()
        for aspect in later:
            self.setdefault(aspect, known)
        return known


def test_an_aspect_met_while_tables_are_made_gets_its_own_fit() -> None:
    book = CodeBook()
    fields = book.aspects["field"] = MetMeanwhile()
    market = Market(OPENINGS, book, to_openings(book))
    market.put([Entry("firm/a", Opening(fields_accepted=("0111",)))])
    fields.later = ((("0715",), None),)
    market.best(Seeker(field="0111"), LIMIT)
    accepted = {"firm/b": ("0715",), "firm/c": ("0912",)}
    market.put([Entry(key, Opening(fields_accepted=codes)) for key, codes in accepted.items()])
    assert market.best(Seeker(field="0715"), LIMIT)[0].key == "firm/b"


@given(
    st.lists(st.dictionaries(KEYS, market_records.SEEKERS), max_size=4),
    st.frozensets(KEYS, max_size=3),
)
def test_nothing_of_a_forgotten_record_stays_in_memory(
    writes: list[Mapping[str, Seeker]], gone: frozenset[str]
) -> None:
    market = market_of_seekers()
    for new in writes:
        market.put([Entry(key, seeker) for key, seeker in new.items()])
    market.put([], gone)
    held = {key for part in market.parts() for key in part.segment.keys}
    assert not held & gone
    kept = {key: seeker for new in writes for key, seeker in new.items() if key not in gone}
    assert market.best(Opening(), 50) == found(rank_seekers(Opening(), kept.items()), 50)
