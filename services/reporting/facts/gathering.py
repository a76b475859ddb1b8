"""Columns put together from batches of rows, in the end in the order of the rows' keys."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import DTypeLike, NDArray

from services.reporting.facts.columns import NOT_STATED, Coded, CodeSets

Order = NDArray[np.int64]
_EPOCH = date(1970, 1, 1).toordinal()


class Column(Protocol):
    """A column that grows; `arrow_type` is how its batches are read."""

    arrow_type: pa.DataType

    def add(self, batch: pa.Array) -> None:
        """Take the next rows' values."""

    def finish(self, order: Order) -> Any:
        """All values, row `order[i]` in place `i`."""


class Codes:
    """One code a row; an empty text says no more than none."""

    arrow_type = pa.string()

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self._pieces: list[NDArray[np.int32]] = []

    def add(self, batch: pa.Array) -> None:
        encoded = batch.dictionary_encode()
        known = [
            self._known.setdefault(value, len(self._known)) if value else NOT_STATED
            for value in encoded.dictionary.to_pylist()
        ]
        by_place = np.array([*known, NOT_STATED], dtype=np.int32)  # the last is what -1 finds
        self._pieces.append(by_place[_whole(encoded.indices)])

    def finish(self, order: Order) -> Coded:
        codes, values = self.sorted()
        return Coded(codes[order], values)

    def sorted(self) -> tuple[NDArray[np.int32], tuple[str, ...]]:
        """The codes in the order they came, as places among the sorted values."""
        values = sorted(self._known)
        rank = np.full(len(values) + 1, NOT_STATED, dtype=np.int32)
        rank[[self._known[value] for value in values]] = np.arange(len(values))
        return rank[_joined(self._pieces, np.int32)], tuple(values)


class Days:
    """A date in ISO 8601 as days since 1970-01-01; what is no date is not stated."""

    arrow_type = pa.string()

    def __init__(self) -> None:
        self._codes = Codes()

    def add(self, batch: pa.Array) -> None:
        self._codes.add(batch)

    def finish(self, order: Order) -> NDArray[np.int32]:
        coded = self._codes.finish(order)
        days = np.array([*map(_day, coded.values), NOT_STATED], dtype=np.int32)
        return days[coded.codes]


class Sets:
    """Codes with a space between them."""

    arrow_type = pa.string()

    def __init__(self) -> None:
        self._codes = Codes()
        self._lengths: list[NDArray[np.int64]] = []

    def add(self, batch: pa.Array) -> None:
        lists = pc.split_pattern(batch, " ")
        self._codes.add(lists.flatten())
        lengths = pc.fill_null(pc.list_value_length(lists), 0)
        self._lengths.append(lengths.to_numpy(zero_copy_only=False).astype(np.int64))

    def finish(self, order: Order) -> CodeSets:
        codes, values = self._codes.sorted()
        lengths = _joined(self._lengths, np.int64)
        came_at = np.cumsum(lengths) - lengths
        starts = np.concatenate(([0], np.cumsum(lengths[order])))
        moved = np.repeat(came_at[order] - starts[:-1], lengths[order])
        return CodeSets(starts, codes[np.arange(starts[-1]) + moved], values)


class Whole:
    """A whole number from 0 on, kept in `dtype`; -1 where none that fits is stated."""

    arrow_type = pa.int64()

    def __init__(self, dtype: DTypeLike) -> None:
        self._most = np.iinfo(np.dtype(dtype)).max
        self._dtype = np.dtype(dtype)
        self._pieces: list[NDArray[Any]] = []

    def add(self, batch: pa.Array) -> None:
        numbers = _whole(batch)
        fits = (numbers >= 0) & (numbers <= self._most)
        self._pieces.append(np.where(fits, numbers, NOT_STATED).astype(self._dtype))

    def finish(self, order: Order) -> NDArray[Any]:
        return _joined(self._pieces, self._dtype)[order]


class Numbers:
    """A number; NaN where none is stated."""

    arrow_type = pa.float64()

    def __init__(self) -> None:
        self._pieces: list[NDArray[np.float64]] = []

    def add(self, batch: pa.Array) -> None:
        self._pieces.append(pc.fill_null(batch, np.nan).to_numpy(zero_copy_only=False))

    def finish(self, order: Order) -> NDArray[np.float64]:
        return _joined(self._pieces, np.float64)[order]


class Truth:
    """What is always yes or no."""

    arrow_type = pa.int64()

    def __init__(self) -> None:
        self._pieces: list[NDArray[np.bool_]] = []

    def add(self, batch: pa.Array) -> None:
        self._pieces.append(_whole(batch) == 1)

    def finish(self, order: Order) -> NDArray[np.bool_]:
        return _joined(self._pieces, np.bool_)[order]


def flag() -> Whole:
    """Yes, no or not stated as 1, 0 or -1."""
    return Whole(np.int8)


Kinds = Mapping[str, Callable[[], Column]]
"""Name of a column in the database -> the kind of column it becomes."""


class Gathered:
    """Columns of these kinds, which grow batch by batch."""

    def __init__(self, kinds: Kinds) -> None:
        self._columns = {name: kind() for name, kind in kinds.items()}
        self._keys: list[pa.Array] = []
        self.schema = pa.schema(
            [("key", pa.string())]
            + [(name, column.arrow_type) for name, column in self._columns.items()]
        )

    def add(self, batch: Sequence[pa.Array]) -> None:
        """Take rows as arrays in the order of `schema`."""
        keys, *arrays = batch
        self._keys.append(keys)
        for column, array in zip(self._columns.values(), arrays, strict=True):
            column.add(array)

    def add_rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Take rows whose values are in the order of `schema`; yes is 1 and no is 0."""
        if rows:
            columns = zip(zip(*rows, strict=True), self.schema.types, strict=True)
            self.add([pa.array(values, type=arrow_type) for values, arrow_type in columns])

    def finish(self) -> dict[str, Any]:
        """The columns by name, `key` too; on each replica the same rows are in the same places."""
        keys = pa.chunked_array(self._keys, type=pa.string())
        order = pc.sort_indices(keys)
        places = order.to_numpy().astype(np.int64)
        columns = {name: column.finish(places) for name, column in self._columns.items()}
        return {"key": keys.take(order), **columns}


def _whole(batch: pa.Array) -> NDArray[np.int64]:
    filled: NDArray[np.int64] = pc.fill_null(batch, NOT_STATED).to_numpy(zero_copy_only=False)
    return filled


def _joined(pieces: Sequence[NDArray[Any]], dtype: DTypeLike) -> NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.empty(0, dtype=dtype)


def _day(text: str) -> int:
    try:
        return date.fromisoformat(text[:10]).toordinal() - _EPOCH
    except ValueError:
        return NOT_STATED
