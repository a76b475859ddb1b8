"""The search finds what scoring every pair would find: same records, same places, same order."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.matching.fits import FITS, Opening, Seeker
from services.matching.market.aspects import OPENINGS, SEEKERS, TABLED
from services.matching.market.columns import CodeBook, Columns, Entry, columns_of, joined
from services.matching.market.question import to_openings, to_seekers
from services.matching.market.search import Search, Standings, place_of
from services.matching.market.segment import Segment, segment_of
from services.matching.ranking import Match, place, rank_openings, rank_seekers
from tests.unit.matching import market_records

LIMIT = 5
MANY_OPENINGS = st.lists(market_records.OPENINGS, max_size=60)
MANY_SEEKERS = st.lists(market_records.SEEKERS, max_size=60)


@given(market_records.SEEKERS, MANY_OPENINGS)
def test_the_best_openings_are_those_of_all_pairs(
    seeker: Seeker, openings: Sequence[Opening]
) -> None:
    book = CodeBook()
    segment = segment_of(columns_of(OPENINGS, book, entries(openings)))
    found = Search(segment, LIMIT).best(to_openings(book).of(seeker))
    assert told(segment, found) == expected(rank_openings(seeker, keyed(openings)))


@given(market_records.OPENINGS, MANY_SEEKERS)
def test_the_best_seekers_are_those_of_all_pairs(
    opening: Opening, seekers: Sequence[Seeker]
) -> None:
    book = CodeBook()
    segment = segment_of(columns_of(SEEKERS, book, entries(seekers)))
    found = Search(segment, LIMIT).best(to_seekers(book).of(opening))
    assert told(segment, found) == expected(rank_seekers(opening, keyed(seekers)))


@settings(max_examples=40)
@given(st.lists(market_records.SEEKERS, min_size=1, max_size=4), MANY_OPENINGS, st.data())
def test_one_search_answers_many_questions_over_what_is_open(
    seekers: Sequence[Seeker], openings: Sequence[Opening], data: st.DataObject
) -> None:
    book = CodeBook()
    segment = segment_of(columns_of(OPENINGS, book, entries(openings)))
    is_open = data.draw(st.lists(st.booleans(), min_size=len(openings), max_size=len(openings)))
    open_keys = {key for (key, _), yes in zip(keyed(openings), is_open, strict=True) if yes}
    rows = np.array([key in open_keys for key in segment.columns.keys], np.bool_)
    search, questions = Search(segment, LIMIT, rows), to_openings(book)
    remaining = [(key, opening) for key, opening in keyed(openings) if key in open_keys]
    for seeker in seekers:
        found = told(segment, search.best(questions.of(seeker)))
        assert found == expected(rank_openings(seeker, remaining))


@settings(max_examples=40)
@given(market_records.SEEKERS, MANY_OPENINGS, st.integers(0, 60))
def test_columns_joined_are_columns_made_at_once(
    seeker: Seeker, openings: Sequence[Opening], cut: int
) -> None:
    book = CodeBook()
    parts = [
        columns_of(OPENINGS, book, part)
        for part in (entries(openings)[:cut], entries(openings)[cut:])
    ]
    assert facts_of(joined(parts)) == facts_of(columns_of(OPENINGS, book, entries(openings)))
    segment = segment_of(joined(parts))
    found = Search(segment, LIMIT).best(to_openings(book).of(seeker))
    assert told(segment, found) == expected(rank_openings(seeker, keyed(openings)))


@given(market_records.SEEKERS, market_records.OPENINGS)
def test_a_fit_reads_the_aspect_and_nothing_else(seeker: Seeker, opening: Opening) -> None:
    for fact in TABLED:
        own = SEEKERS.sample(fact, SEEKERS.aspect[fact](seeker))
        other = OPENINGS.sample(fact, OPENINGS.aspect[fact](opening))
        assert FITS[fact][1](own, other) == FITS[fact][1](seeker, opening)


@given(market_records.SEEKERS, market_records.OPENINGS)
def test_a_list_of_accepted_fields_fits_as_its_best_field_does(
    seeker: Seeker, opening: Opening
) -> None:
    aspect = OPENINGS.aspect["field"](opening)
    pieces = [OPENINGS.sample("field", piece) for piece in OPENINGS.pieces("field", aspect)]
    fits = [FITS["field"][1](seeker, piece) for piece in pieces]
    whole = FITS["field"][1](seeker, opening)
    best = max((fit for fit in fits if fit), key=lambda fit: fit.value, default=None)
    assert (whole and whole[::2]) == (best and best[::2])


def test_facts_are_tabled_in_the_order_in_which_scores_are_summed() -> None:
    assert [*TABLED, "skills"] == list(FITS)


def test_of_thousands_alike_the_first_keys_are_found_and_few_looked_at() -> None:
    book = CodeBook()
    openings = [Opening(level_required=6)] * 20_000
    segment = segment_of(columns_of(OPENINGS, book, entries(openings)))
    search = Search(segment, LIMIT)
    found = search.best(to_openings(book).of(Seeker(level=6)))
    assert [key for key, _ in told(segment, found)] == [f"{n:05}" for n in range(LIMIT)]
    assert search.looked_at < len(openings) / 2


def entries(records: Sequence[Seeker] | Sequence[Opening]) -> list[Entry]:
    return [Entry(key, record) for key, record in keyed(records)]


def keyed(records: Sequence) -> list[tuple[str, object]]:
    """Keys in another order than the records."""
    return [(f"{(n * 7) % 61 if len(records) <= 60 else n:05}", r) for n, r in enumerate(records)]


def told(segment: Segment, standings: Standings) -> list[tuple[str, int]]:
    return [(segment.keys[rank], at) for at, rank in map(place_of, standings.tolist())]


def expected(ranked: Sequence[tuple[str, Match]]) -> list[tuple[str, int]]:
    return [(key, place(found.score, found.coverage)) for key, found in ranked[:LIMIT]]


def facts_of(columns: Columns) -> object:
    return (
        columns.keys,
        {fact: codes.tolist() for fact, codes in columns.facts.items()},
        columns.starts.tolist(),
        columns.skills.tolist(),
    )
