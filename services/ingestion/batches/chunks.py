"""How a file's rows are put together for keeping: small steps first, no record twice in one go."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, repeat
from typing import TypeVar

from services.ingestion.importers.readers import UnreadableFile

Item = TypeVar("Item")

_FIRST_STEPS = (100, 1_000)
STEP = 4_000
HEAVIEST = 8 * 1024 * 1024
"""Characters of a transaction's rows: some wide rows fill a memory as well as many narrow ones."""


def steps() -> Iterator[int]:
    """Rows per transaction: few at first, so that the first faults are soon to be seen."""
    return chain(_FIRST_STEPS, repeat(STEP))


def slices(
    rows: Iterable[Item], sizes: Iterable[int], weigh: Callable[[Item], int], most: int = HEAVIEST
) -> Iterator[list[Item]]:
    """The rows in lists of these sizes, or shorter ones that weigh `most` with their last row.

    Where the file cannot be read any further, the rows before that place come first.
    """
    following = iter(sizes)
    taken: list[Item] = []
    size, weight = next(following), 0
    try:
        for row in rows:
            taken.append(row)
            weight += weigh(row)
            if len(taken) == size or weight >= most:
                yield taken
                taken, size, weight = [], next(following), 0
    except UnreadableFile:
        if taken:
            yield taken
        raise
    if taken:
        yield taken


def distinct_runs(references: Sequence[Hashable]) -> Iterator[slice]:
    """Stretches in which no reference stands twice; None is no reference.

    Of two rows about one record the later one counts, so the stretches are kept one after the
    other.
    """
    start = 0
    seen: set[Hashable] = set()
    for place, reference in enumerate(references):
        if reference is not None and reference in seen:
            yield slice(start, place)
            start, seen = place, set()
        seen.add(reference)
    if start < len(references):
        yield slice(start, len(references))
