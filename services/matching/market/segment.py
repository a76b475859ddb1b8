"""A part of the market laid out for search: cells of records alike in kind and region.

Records of one kind share field, level and occupation, two thirds of all weight. Cells lie side
by side, region by region, and inside a cell records lie in the order of their keys.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from services.matching.market.columns import Codes, Columns

KIND = ("field", "level", "occupation")

KEY_BITS = 23
MOST_RECORDS = 2**KEY_BITS
"""Most records of one segment: place (40 bits) and key then fit one 64-bit number."""

_LARGEST_CELL = 512
"""Cells end here so that among many alike the first keys are looked at first, the rest never."""


@dataclass(frozen=True)
class Segment:
    """`columns` in cell order; cell i is `cells[i]:cells[i + 1]`, of one kind and one region.

    `cell_kind` and `cell_region` are its codes. `key_rank` is each record's place among the
    segment's keys in order, `keys` these keys, and `key_first` the smallest rank of each cell.
    """

    columns: Columns
    keys: Sequence[str]
    key_rank: Codes
    cells: NDArray[np.int64]
    cell_kind: dict[str, Codes]
    cell_region: Codes
    key_first: Codes

    def __len__(self) -> int:
        return len(self.columns)

    def cells_of(self, regions: Codes) -> NDArray[np.intp]:
        """The cells of these regions."""
        first = np.searchsorted(self.cell_region, regions, "left")
        end = np.searchsorted(self.cell_region, regions, "right")
        return np.concatenate(
            [np.arange(one, other) for one, other in zip(first, end, strict=True)]
        )


def segment_of(columns: Columns) -> Segment:
    """The columns, sorted into cells."""
    if len(columns) > MOST_RECORDS:
        raise ValueError(f"{len(columns)} records are more than a segment holds")
    by_key = np.array(sorted(range(len(columns)), key=columns.keys.__getitem__), np.intp)
    rank = np.empty(len(columns), np.int32)
    rank[by_key] = np.arange(len(columns))
    keys = [columns.keys[row] for row in by_key]
    kind = _kinds(columns)
    region = columns.facts["region"]
    order = np.lexsort((rank, kind, region))
    cells = _cell_starts(kind[order], region[order])
    return _laid_out(columns.taken(order), keys, rank[order], cells)


def thinned(segment: Segment, rows: NDArray[np.bool_]) -> Segment:
    """The segment with these rows alone, in the order they have, which costs no sorting."""
    left = np.flatnonzero(rows)
    ranks = segment.key_rank[left]
    is_held = np.zeros(len(segment), np.bool_)
    is_held[ranks] = True
    keys = list(compress(segment.keys, is_held.tolist()))
    new_rank = np.cumsum(is_held, dtype=np.int32) - 1
    rows_before = np.append(0, np.cumsum(rows))
    cells = np.unique(rows_before[segment.cells]).astype(np.int64)  # once: cells left empty go
    return _laid_out(segment.columns.taken(left), keys, new_rank[ranks], cells)


def _laid_out(
    columns: Columns, keys: Sequence[str], key_rank: Codes, cells: NDArray[np.int64]
) -> Segment:
    first = cells[:-1]
    return Segment(
        columns=columns,
        keys=keys,
        key_rank=key_rank,
        cells=cells,
        cell_kind={fact: columns.facts[fact][first] for fact in KIND},
        cell_region=columns.facts["region"][first],
        key_first=key_rank[first],
    )


def _kinds(columns: Columns) -> NDArray[np.int64]:
    """A number for every record, equal where the kinds are equal."""
    combined = np.zeros(len(columns), np.int64)
    for fact in KIND:
        codes = columns.facts[fact]
        combined = combined * (int(codes.max(initial=0)) + 1) + codes
    return combined


def _cell_starts(kind: NDArray[np.int64], region: Codes) -> NDArray[np.int64]:
    """Where cells start, and the end: at each change of kind or region, and when one is full."""
    changes = np.flatnonzero((np.diff(kind) != 0) | (np.diff(region) != 0)) + 1
    starts = np.concatenate([[0], changes]) if len(kind) else np.empty(0, np.int64)
    ends = np.append(starts[1:], len(kind))
    parts = -(-(ends - starts) // _LARGEST_CELL)
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    return np.append(np.repeat(starts, parts) + number * _LARGEST_CELL, len(kind)).astype(np.int64)
