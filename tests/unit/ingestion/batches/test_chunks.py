"""Rows put together for keeping: none lost, none out of order, no record twice in one go."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.batches.chunks import distinct_runs, slices
from services.ingestion.importers import UnreadableFile

sizes = st.lists(st.integers(1, 5), min_size=30, max_size=30)


def weightless(_: int) -> int:
    return 0


@given(st.lists(st.integers(), max_size=30), sizes)
def test_slices_are_all_rows_in_order(rows: list[int], wanted: list[int]) -> None:
    parts = list(slices(rows, wanted, weightless))
    assert [row for part in parts for row in part] == rows
    assert [len(part) for part in parts[:-1]] == wanted[: max(0, len(parts) - 1)]


@given(st.lists(st.integers(0, 9), max_size=30), sizes, st.integers(1, 30))
def test_no_slice_is_heavier_than_allowed_but_by_its_last_row(
    rows: list[int], wanted: list[int], most: int
) -> None:
    parts = list(slices(rows, wanted, lambda row: row, most))
    assert [row for part in parts for row in part] == rows
    assert all(sum(part[:-1]) < most for part in parts)


@given(st.lists(st.integers(), max_size=30), sizes)
def test_rows_before_the_place_where_a_file_breaks_come_first(
    rows: list[int], wanted: list[int]
) -> None:
    def broken() -> Iterator[int]:
        yield from rows
        raise UnreadableFile("empty_file", len(rows))

    seen: list[int] = []
    parts = slices(broken(), wanted, weightless)
    with pytest.raises(UnreadableFile) as found:
        seen.extend(row for part in parts for row in part)
    assert (seen, found.value.row) == (rows, len(rows))


@given(st.lists(st.none() | st.integers(0, 6)))
def test_no_reference_stands_twice_in_one_run(references: list[int | None]) -> None:
    runs = [references[run] for run in distinct_runs(references)]
    assert [reference for run in runs for reference in run] == references
    for run in runs:
        stated = [reference for reference in run if reference is not None]
        assert run
        assert len(set(stated)) == len(stated)
