"""The best vacancies of every graduate at once, in blocks, by as many processes as one likes.

The processes are forked, so that they share one market. Graduates are taken so many at a time
and sorted by field, level and occupation, so that those alike follow each other and share work.
"""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import NamedTuple

from services.matching.fits import Opening, Seeker
from services.matching.market.columns import Entry
from services.matching.market.market import Finder, Found, Market

_SORTED_AT_ONCE = 100_000
_BLOCK = 500


class Matched(NamedTuple):
    """A graduate's best vacancies, best first."""

    key: str
    best: list[Found]


def rematch(
    market: Market[Seeker, Opening],
    seekers: Iterable[Entry[Seeker]],
    top: int,
    day: int | None = None,
    processes: int = 1,
) -> Iterator[Matched]:
    """The `top` vacancies open on the day for every seeker; memory does not grow with seekers."""
    _Worker.finder = market.finder(top, day)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
        for chunk in _chunks(seekers, _SORTED_AT_ONCE):
            chunk.sort(key=_likeness)
            for block in pool.map(_match_block, _chunks(chunk, _BLOCK)):
                yield from block


class _Worker:
    """What a forked process finds by; set before the fork."""

    finder: Finder[Seeker, Opening]


def _match_block(block: list[Entry[Seeker]]) -> list[Matched]:
    return [Matched(entry.key, _Worker.finder.best(entry.record)) for entry in block]


def _likeness(entry: Entry[Seeker]) -> tuple[str, ...]:
    seeker = entry.record
    return tuple(str(fact) for fact in (seeker.field, seeker.level, seeker.occupation))


def _chunks(entries: Iterable[Entry[Seeker]], size: int) -> Iterator[list[Entry[Seeker]]]:
    remaining = iter(entries)
    while chunk := list(islice(remaining, size)):
        yield chunk
