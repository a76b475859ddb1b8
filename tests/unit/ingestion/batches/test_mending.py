"""Files of rows to mend: nothing in them runs, and what comes back is what was sent."""

import csv
import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingestion.batches.mending import as_csv, as_it_was, fault_list, table
from services.ingestion.batches.results import Finding, RowResult
from services.ingestion.batches.sheets import as_xlsx
from services.ingestion.importers.inert import inert
from services.ingestion.importers.readers import Row

cells = st.text() | st.from_regex(r"'*[=+@-].*")
REQUIRED = Finding("title", "", "required", {})


def a_result(row: int, *findings: Finding, text: str = "", **values: str) -> RowResult:
    return RowResult(row - 1, row, True, None, values, text, list(findings or [REQUIRED]))


@given(cells)
def test_a_cell_made_inert_comes_back_as_it_was(text: str) -> None:
    assert as_it_was(Row(2, {"a": inert(text)})).values == {"a": text}


@given(cells)
def test_no_inert_cell_begins_a_formula(text: str) -> None:
    shown = inert(text)
    is_number = shown.lstrip("+-").replace(".", "").replace(",", "").isdecimal()
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r")) or is_number


def test_no_cell_is_cut_by_a_spreadsheet_that_knows_several_separators() -> None:
    content = b"".join(as_csv([["a;=1+1", "b\t=1+1", "\n=1+1"]])).decode("utf-8-sig")
    assert content == '"a;=1+1","b\t=1+1","\'\n=1+1"\r\n'


@pytest.mark.parametrize("text", ["-1", "+66", "1,500", "-0.5"])
def test_a_number_stays_a_number(text: str) -> None:
    assert inert(text) == text


def test_rows_come_in_their_own_columns_with_the_reasons_after() -> None:
    rows = [
        a_result(2, a="1", b="=x"),
        a_result(5, text="x;y;z"),
        a_result(9, a="3", b="4", lmis_row="2", lmis_errors="old"),
    ]
    columns = {"a": "A!", "b": "B", "lmis_row": "lmis_row", "lmis_errors": "lmis_errors"}
    blocks = as_csv(table(columns, rows, lambda finding: finding.code))
    lines = list(csv.reader(io.StringIO(b"".join(blocks).decode("utf-8-sig"))))
    assert lines == [
        ["A!", "B", "lmis_row", "lmis_errors"],
        ["1", "'=x", "2", "required"],
        ["x;y;z", "", "5", "required"],
        ["3", "4", "9", "required"],
    ]


def test_the_list_of_faults_has_reasons_in_both_languages() -> None:
    _, line = fault_list([a_result(3, Finding("title", "bad", "invalid", {}))])
    assert line == ["3", "title", "bad", "invalid", "ไม่ถูกต้อง", "is not valid"]


@given(st.lists(st.lists(st.text(max_size=5), min_size=2, max_size=2), min_size=1, max_size=4))
@settings(max_examples=20)
def test_a_workbook_says_what_was_written(rows: list[list[str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx(rows))))
    sheet = book.worksheets[0]
    for written, found in zip(rows, sheet.iter_rows(), strict=True):
        for text, cell in zip(written, found, strict=True):
            visible = "".join(c for c in text if c.isprintable() or c in "\t\n")
            shown = "".join(c for c in str(cell.value or "") if c.isprintable() or c in "\t\n")
            assert shown == visible
            assert cell.data_type in ("s", "n" if not text else "s")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = openpyxl.load_workbook(io.BytesIO(b"".join(as_xlsx([["=1+1", "+1", "@x"]]))))
    assert [cell.data_type for cell in next(book.worksheets[0].iter_rows())] == ["s"] * 3
