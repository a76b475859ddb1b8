"""Rows out of real files in every layout."""

import gzip
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from services.ingestion.importers import UnreadableFile
from services.ingestion.importers.profile import Layout
from services.ingestion.importers.readers import Row, read_rows

THAI = 'id,title\n1,เสมียน\n2,"ครู, ผู้ช่วย"\n'


def rows(path: Path, layout: Layout | None = None, *columns: str) -> list[Row]:
    return list(read_rows(path, layout or Layout(), set(columns or ("id", "title"))))


def a_file(directory: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = directory / "rows"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp874", "cp874"),
        ("tis-620", "tis-620"),
    ],
)
def test_csv_is_read_in_the_encodings_of_thai_offices(
    tmp_path: Path, written: str, encoding: str
) -> None:
    found = rows(a_file(tmp_path, THAI, written), Layout(encoding=encoding))  # type: ignore[arg-type]
    assert [(row.number, row.values["title"]) for row in found] == [
        (2, "เสมียน"),
        (3, "ครู, ผู้ช่วย"),
    ]


def test_gzip_is_known_by_its_content_not_its_name(tmp_path: Path) -> None:
    assert len(rows(a_file(tmp_path, gzip.compress(THAI.encode())))) == 2


def test_another_delimiter_and_empty_lines_are_no_trouble(tmp_path: Path) -> None:
    path = a_file(tmp_path, "id;title\n\n1;a,b\n\n")
    assert [row.values["title"] for row in rows(path, Layout(delimiter=";"))] == ["a,b"]


def test_json_lines_give_texts_whatever_their_type(tmp_path: Path) -> None:
    path = a_file(
        tmp_path, '{"id": 7, "title": null, "x": true, "s": ["a", "b"], "o": {"k": 1}}\n\n'
    )
    (row,) = rows(path, Layout(format="jsonl"))
    assert row.values == {"id": "7", "title": "", "x": "true", "s": "a\nb", "o": '{"k": 1}'}


def test_a_workbook_gives_texts_whatever_the_cells_type(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["id", "title", "day", "moment"])
    book.active.append([7, "ครู", date(2024, 2, 29), datetime(2024, 2, 29, 13, 5)])  # noqa: DTZ001
    book.active.append([None, None, None, None])
    other = book.create_sheet("Other")
    other.append(["id", "title"])
    other.append([1.5, None])
    path = tmp_path / "book.xlsx"
    book.save(path)
    (row,) = rows(path, Layout(format="xlsx"))
    assert list(row.values.values()) == ["7", "ครู", "2024-02-29", "2024-02-29T13:05:00"]
    (row,) = rows(path, Layout(format="xlsx", sheet="Other"))
    assert row.values == {"id": "1.5", "title": ""}
    with pytest.raises(UnreadableFile, match="no sheet 'Third'"):
        rows(path, Layout(format="xlsx", sheet="Third"))


@pytest.mark.parametrize(
    ("layout", "content", "code", "text"),
    [
        (Layout(), b"id,title\n1,a,b\n2,c\n", "wrong_cell_count", "1,a,b"),
        (Layout(), b"id,title\n1,\xff\n2,c\n", "undecodable", "1,?"),
        (Layout(), b'id,title\n1,"a" b\n2,c\n', "malformed_csv", "lines 2–2"),
        (
            Layout(format="jsonl"),
            b'\n{"id": 1\n{"id": 2, "title": "c"}\n',
            "malformed_json",
            '{"id": 1',
        ),
        (Layout(format="jsonl"), b'\n[1]\n{"id": 2, "title": "c"}\n', "not_object", "[1]"),
        (Layout(format="jsonl"), b'\n"\xff"\n{"id": 2, "title": "c"}\n', "undecodable", '"?"'),
    ],
)
def test_a_broken_row_is_told_and_the_next_one_read(
    tmp_path: Path, layout: Layout, content: bytes, code: str, text: str
) -> None:
    broken, good = rows(a_file(tmp_path, content), layout)
    assert broken.fault is not None
    assert (broken.number, broken.fault.code, broken.text) == (2, code, text)
    assert (good.number, good.values) == (3, {"id": "2", "title": "c"})


def test_an_unclosed_quote_names_all_the_lines_it_swallowed(tmp_path: Path) -> None:
    (row,) = rows(a_file(tmp_path, 'id,title\n1,"a\n2,b\n3,c\n'))
    assert row.text == "lines 2–4"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,name\n1,a\n", "has no column title"),
        (b"", "has no column id, title"),
        (b"id,title,title\n", "has column title twice"),
        (gzip.compress(THAI.encode() * 50, mtime=0)[:-20], "after row"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        rows(a_file(tmp_path, content))


@pytest.mark.parametrize("format_", ["csv", "jsonl", "xlsx"])
def test_no_file_and_no_workbook_are_refused(tmp_path: Path, format_: str) -> None:
    layout = Layout(format=format_)  # type: ignore[arg-type]
    with pytest.raises(UnreadableFile):
        rows(tmp_path / "nothing", layout)
    if format_ == "xlsx":
        with pytest.raises(UnreadableFile):
            rows(a_file(tmp_path, THAI), layout)
