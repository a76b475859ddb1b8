"""The best vacancies of every graduate at once, in blocks, by as many processes as one likes.

The processes are forked, so that they share one market. Graduates are taken so many at a time,
so that no more of them and of their matches are held than that.
"""

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import NamedTuple

from services.matching.fits import Opening, Seeker
from services.matching.market.columns import Entry
from services.matching.market.market import Finder, Found, Market

_BLOCK = 250
_AT_ONCE = 80 * _BLOCK


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
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, context, initializer=_end_with_parent) as pool:
        for chunk in _chunks(seekers, _AT_ONCE):
            for block in pool.map(_match_block, _chunks(chunk, _BLOCK)):
                yield from block


class _Worker:
    """What a forked process finds by; set before the fork."""

    finder: Finder[Seeker, Opening]


def _end_with_parent() -> None:
    """See to it that a killed parent leaves no process behind that waits for work."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _match_block(block: list[Entry[Seeker]]) -> list[Matched]:
    return [Matched(entry.key, _Worker.finder.best(entry.record)) for entry in block]


def _chunks(entries: Iterable[Entry[Seeker]], size: int) -> Iterator[list[Entry[Seeker]]]:
    remaining = iter(entries)
    while chunk := list(islice(remaining, size)):
        yield chunk
