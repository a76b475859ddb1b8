"""Files that are broken, made to harm, or not what they seem: each has a clear answer."""

import gzip
import io
import json
import zipfile
import zlib
from typing import Any

import pytest

from services.ingestion.importers import UnreadableFile
from services.ingestion.importers.json_rows import LARGEST_RECORD
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.lines import LONGEST_LINE
from services.ingestion.importers.rows import MOST_COLUMNS, Row
from tests.unit.importers.files import a_workbook, faults, opened, rows, titles

BOOK = a_workbook(["id", "title"], [1, "a"])


def an_archive(*names: str) -> bytes:
    """A zip file of empty parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, b"")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "text"),
    [
        (b"id,title\n1,a,b\n2,c\n", "wrong_cell_count", "1 | a | b"),
        (b"id,title\n1,\xff\n2,c\n", "undecodable", "1 | �"),
        (b"id,title\n1,a\0b\n2,c\n", "nul", "1 | a\0b"),
        (b'id,title\n1,"a" b\n2,c\n', "malformed_csv", '1,"a" b'),
        (b'{"id": 0}\n{"id": 1\n{"id": 2, "title": "c"}\n', "malformed_json", '{"id": 1'),
        (b'{"id": 0}\n[1]\n{"id": 2, "title": "c"}\n', "not_object", "1"),
        (b'{"id": 0}\n"\xff"\n{"id": 2, "title": "c"}\n', "undecodable", '"�"'),
        (b'{"id": 0}\n{"a": "\\u0000"}\n{"id": 2, "title": "c"}\n', "nul", '{"a": "\\u0000"}'),
        (b'{"id": 0}\n' + b'{"a":[' * 9_000 + b'\n{"id": 2, "title": "c"}', "malformed_json", None),
    ],
)  # fmt: skip
def test_a_broken_row_is_told_and_the_next_one_read(
    content: bytes, code: str, text: str | None
) -> None:
    *_, broken, good = rows(content)
    assert broken.fault is not None
    assert (broken.number, broken.fault.code) == (2, code)
    assert text is None or broken.text == text
    assert (good.number, good.values) == (3, {"id": "2", "title": "c"})


def test_rows_of_another_encoding_are_told_and_the_others_read() -> None:
    mixed = [f"{n},ครูสอนภาษา\n".encode("cp874" if n % 5 == 0 else "utf-8") for n in range(1, 11)]
    content = b"id,title\n" + b"".join(mixed)
    assert faults(content) == {6: "undecodable", 11: "undecodable"}
    assert len(titles(content)) == 8


def test_an_unclosed_quote_costs_its_own_line_wherever_it_stands() -> None:
    good = "".join(f"{number},t{number}\n" for number in range(15_000))
    content = f'id,title\n{good}x,"open\n{good}y,"open again\n{good}'
    assert faults(content) == {15_002: "unclosed_quote", 30_003: "unclosed_quote"}
    assert len(titles(content)) == 45_000


@pytest.mark.parametrize(
    ("line", "code"), [('x,"open', "unclosed_quote"), ('x,"a" b', "malformed_csv")]
)
def test_broken_quoting_at_row_900_000_costs_that_row_alone(line: str, code: str) -> None:
    good = "1,ก\n"
    content = f"id,title\n{good * 899_998}{line}\n{good * 10_000}"
    told = {}
    for row in opened(content):
        if row.fault:
            told[row.number] = row.fault.code
    assert told == {900_000: code}
    assert row.number == 910_000


def test_a_quoted_cell_may_have_many_lines() -> None:
    text = "line\n" * 2_000
    assert titles(f'id,title\n1,"{text}"\n2,b\n') == [text, "b"]


def test_a_line_may_not_be_endless() -> None:
    cell = "x" * (LONGEST_LINE - 10)
    line = "y," * LONGEST_LINE
    content = f"id,title\n1,{cell}\n2,b\n{line}\n4,d\n"
    assert faults(content) == {4: "too_long_line"}
    assert titles(content) == [cell, "b", "d"]
    endless = "z" * (3 * LONGEST_LINE)
    assert faults(f"id,title\n1,{endless}") == {2: "too_long_line"}
    assert faults(f'{{"id": 1}}\n{{"id": "{endless}"}}\n{{"id": 3}}') == {2: "too_long_line"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"id,name\n1,a\n", "missing_columns"),
        (b"id,title,title\n", "column_twice"),
        (",".join(f"c{n}" for n in range(MOST_COLUMNS + 1)).encode(), "too_many_columns"),
        (b"%PDF-1.7\n...", "no_table"),
        (bytes(range(256)) * 20, "no_table"),
        (b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table>", "no_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old_workbook"),
        (b"PK\x03\x04 but no more", "broken_workbook"),
        (BOOK[:-30], "broken_workbook"),
        (BOOK[:4] + BOOK[4_000:], "broken_workbook"),
        (an_archive("ก.xml").replace("ก".encode(), b"\xfa\xfa\xfa"), "broken_workbook"),
        (gzip.compress(gzip.compress(b"id,title\n1,a\n")), "no_table"),
        (gzip.compress(b"id,title\n1,a\n")[:-6], "broken_off"),
        (gzip.compress(b"id,title\n1,a\n") + b"more", "broken_gzip"),
        (b'[{"id": 1, "title": "a"}, {"id": ', "malformed_json"),
        (b"[" * 100_000, "malformed_json"),
    ],
    ids=lambda value: value if isinstance(value, str) else "file",
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refusal:
        rows(content)
    assert refusal.value.fault.code == code
    assert refusal.value.text("th") != refusal.value.text("en")


def test_a_header_alone_is_a_file_without_rows() -> None:
    assert rows("id,title\n") == []
    assert rows("[]") == []
    assert rows(a_workbook(["id", "title"])) == []


def test_what_was_read_before_a_file_breaks_off_stands() -> None:
    lines = "".join(f"{number},{'x' * 50}\n" for number in range(50_000))
    packed = zlib.compress(f"id,title\n{lines}".encode(), wbits=31)
    read: list[Row] = []
    with pytest.raises(UnreadableFile, match="after row") as refusal:
        read.extend(opened(packed[: len(packed) // 2]))
    assert read
    assert refusal.value.fault.code == "broken_off"
    assert refusal.value.row == read[-1].number


def test_a_gzip_bomb_is_refused_before_it_fills_a_memory() -> None:
    packing = zlib.compressobj(9, wbits=31)
    zeros = b"0" * (1024 * 1024)
    bomb = packing.compress(b"id,title\n") + b"".join(packing.compress(zeros) for _ in range(66))
    with pytest.raises(UnreadableFile, match="unpacks"):
        rows(bomb + packing.flush())


def test_why_a_list_cannot_be_read_on_says_nothing_of_what_stands_there() -> None:
    with pytest.raises(UnreadableFile) as refusal:
        rows('[{"id": "1", "title": "a"}, {"id": "S-9", "title": Somchai}]')
    assert refusal.value.fault.values == {"reason": "lexical error: invalid char in json text."}


def test_a_list_with_an_endless_record_is_refused() -> None:
    record = json.dumps({"id": "x" * (LARGEST_RECORD + 100_000)})
    with pytest.raises(UnreadableFile, match="longer than"):
        rows(f"[{record}]")


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_bomb_in_it_is_refused(part: str) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(BOOK)) as book,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
    ):
        for name in book.namelist():
            if name != part:
                bomb.writestr(name, book.read(name))
        bomb.writestr(part, b"<x>" + b" " * (32 * 1024 * 1024))
    with pytest.raises(UnreadableFile) as refusal:
        rows(stream.getvalue())
    assert refusal.value.fault.code == "unpacks_too_far"


def test_a_workbook_of_endless_parts_is_refused_before_they_are_looked_at() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("xl/workbook.xml", b"")
        book.filelist *= 60_000
    with pytest.raises(UnreadableFile, match="more than 10000 parts"):
        rows(stream.getvalue())


def test_a_workbook_row_is_no_longer_than_a_line_though_its_cells_share_a_text() -> None:
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    cells = ('<c t="s"><v>0</v></c>', '<c t="s"><v>1</v></c>', '<c t="s"><v>2</v></c>' * 4_000)
    typed = f'<c t="inlineStr"><is><t>{"x" * 2_000_000}</t></is></c>'
    fine = '<c t="n"><v>7</v></c><c t="inlineStr"><is><t>c</t></is></c>'
    lines = (cells[0] + cells[1], cells[2], typed, fine)
    parts = {
        "xl/sharedStrings.xml": f"<sst xmlns='{namespace}'><si><t>id</t></si><si><t>title</t></si>"
        f"<si><t>{'y' * 8_000_000}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{namespace}'><sheetData>"
        + "".join(f"<row>{line}</row>" for line in lines)
        + "</sheetData></worksheet>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book, zipfile.ZipFile(stream, "w", 8) as changed:
        for name in {*book.namelist(), *parts}:
            changed.writestr(name, parts.get(name) or book.read(name))
    content = stream.getvalue()
    assert faults(content) == {2: "too_long_line", 3: "too_long_line"}
    assert titles(content) == ["c"]


def test_formulas_are_never_worked_out_and_their_errors_are_told() -> None:
    content = a_workbook(["id", "title"], [1, "=1+1"], [2, "#N/A"], [3, "c"])
    assert [(row.number, row.values.get("title"), row.fault and row.fault.code) for row in
            rows(content)] == [(2, "", None), (3, None, "cell_error"), (4, "c", None)]  # fmt: skip


def test_hidden_sheets_are_passed_over_and_merged_cells_count_once() -> None:
    def hide_and_merge(book: Any) -> None:
        book.active.sheet_state = "hidden"
        shown = book.create_sheet("Shown")
        shown.append(["id", "title"])
        shown.append([1, "a"])
        shown.append([2, None])
        shown.merge_cells("B2:B3")

    content = a_workbook(["nothing"], change=hide_and_merge)
    assert [row.values for row in rows(content)] == [
        {"id": "1", "title": "a"},
        {"id": "2", "title": ""},
    ]


def test_a_workbook_row_that_reaches_beyond_the_header_is_told() -> None:
    def reach(book: Any) -> None:
        book.active["XFD3"] = "far"

    content = a_workbook(["id", "title"], [1, "a"], [2, "b"], [3, "c"], change=reach)
    assert (titles(content), faults(content)) == (["a", "c"], {3: "wrong_cell_count"})
    content = a_workbook(["id", "title"], [1, "a", "more"])
    assert faults(content) == {2: "wrong_cell_count"}


def test_cells_are_read_as_they_are_shown() -> None:
    def show(book: Any) -> None:
        sheet = book.active
        formats = ("d/m/yyyy", "[$-107041E]d mmm yyyy", '"day" 0', "General", "h:mm", "0.00")
        for column, code in enumerate(formats, start=1):
            sheet.cell(2, column, 45_322 if code != "h:mm" else 0.5).number_format = code
        sheet["F2"] = 2.50

    content = a_workbook(["id", "title", "c", "d", "e", "f"], change=show)
    (row,) = rows(content)
    assert list(row.values.values()) == [
        "2024-01-31", "2024-01-31", "45322", "45322", "12:00:00", "2.5",
    ]  # fmt: skip


def test_a_workbook_cannot_define_what_it_is_written_with() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as book, zipfile.ZipFile(stream, "w") as other:
        for name in book.namelist():
            part = book.read(name)
            if name == "xl/workbook.xml":
                part = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>' + part
            other.writestr(name, part)
    with pytest.raises(UnreadableFile, match="DTD"):
        rows(stream.getvalue())


def test_an_encoding_that_a_profile_states_is_kept() -> None:
    content = "id,title\n1,ครู\n".encode("cp874")
    assert faults(content, Layout(encoding="utf-8-sig")) == {2: "undecodable"}
    assert titles(content, Layout(encoding="tis-620")) == ["ครู"]
