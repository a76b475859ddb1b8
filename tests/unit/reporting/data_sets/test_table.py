"""Cells are found by code, and what lies beneath a suppressed cell is suppressed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.data_sets import DataSet
from services.reporting.data_sets.table import STATUSES
from tests.support.published import a_data_set

TABLE = a_data_set()
CODES = {d.name: [m.code for m in d.members] for d in TABLE.dimensions}
wanted = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(codes)) for name, codes in CODES.items()}
)


@given(wanted)
def test_rows_are_those_of_a_plain_filter(wanted: dict[str, list[str]]) -> None:
    plain = [i for i, codes in enumerate(TABLE) if all(codes[n] in c for n, c in wanted.items())]
    assert TABLE.rows(wanted).tolist() == plain


def test_every_cell_is_found_by_its_codes() -> None:
    assert [TABLE.row(**codes) for codes in TABLE] == list(range(len(TABLE)))


def without(table: DataSet, row: int) -> DataSet:
    kept = np.delete(np.arange(len(table)), row)
    return DataSet(table.definition, table.dimensions, table.cells[kept], table.figures.taken(kept))


def with_status(table: DataSet, row: int, status: str) -> DataSet:
    table.figures.status[row, 0] = STATUSES.index(status)
    return table


def test_a_cell_that_is_not_listed_has_no_record_unless_it_is_a_part_of_a_suppressed_one() -> None:
    part = {"year": "2024", "field": "061", "region": "TH-50"}
    for status, found in (("ok", None), ("suppressed", "suppressed")):
        table = a_data_set()
        for row in range(len(table)):
            with_status(table, row, "ok")
        above = table.row(**{**part, "field": "06"})
        assert above is not None
        with_status(table, above, status)
        row = table.row(**part)
        assert row is not None
        figure = without(table, row).figure("employment_rate", **part)
        assert (figure.status if figure else None) == found


def test_a_code_that_the_table_does_not_have_is_not_found() -> None:
    assert TABLE.figure("employment_rate", region="TH-99") is None
