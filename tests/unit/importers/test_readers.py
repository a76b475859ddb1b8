"""Rows out of files in every format, encoding and packing."""

import codecs
import gzip
import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.importers import UnreadableFile
from services.ingestion.importers.layout import Layout
from tests.unit.importers.files import a_workbook, faults, opened, rows, titles

THAI = 'id,title\n1,เสมียน\n2,"ครู, ผู้ช่วย"\n'
RECORDS: list[dict[str, Any]] = [{"id": 1, "title": "เสมียน"}, {"id": 2, "title": "ครู, ผู้ช่วย"}]
LINES = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)
LIST = json.dumps(RECORDS, ensure_ascii=False)
PRETTY = json.dumps(RECORDS, ensure_ascii=False, indent=1)
BOOK = a_workbook(["id", "title"], [1, "เสมียน"], [2, "ครู, ผู้ช่วย"])


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (THAI.encode(), "utf-8"),
        (THAI.encode("utf-8-sig"), "utf-8"),
        (THAI.encode("cp874"), "cp874"),
        (THAI.encode("tis-620"), "cp874"),
        (codecs.BOM_UTF16_LE + THAI.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + THAI.encode("utf-16-be"), "utf-16-be"),
        (THAI.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_the_encoding_is_told_from_the_content(content: bytes, encoding: str) -> None:
    file = opened(content)
    assert [(row.number, row.values["title"]) for row in file] == [
        (2, "เสมียน"),
        (3, "ครู, ผู้ช่วย"),
    ]
    assert file.found.encoding == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "cp874"])
def test_thai_that_begins_late_is_still_read_in_its_encoding(encoding: str) -> None:
    plain = "".join(f"{number},clerk\n" for number in range(60_000))
    file = opened(f"id,title\n{plain}x,ครู\n".encode(encoding))
    *_, last = file
    assert last.values["title"] == "ครู"
    assert file.found.encoding == encoding


def test_one_bad_byte_does_not_make_another_encoding_of_the_file() -> None:
    content = THAI.encode() + b"3,\xff\n" + "4,ครู\n".encode()
    assert faults(content) == {4: "undecodable"}
    assert titles(content) == ["เสมียน", "ครู, ผู้ช่วย", "ครู"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_told_from_the_content(delimiter: str) -> None:
    quoted = f'id{delimiter}title\n1{delimiter}"a,b;c|d"\n2{delimiter}x\n'
    file = opened(quoted)
    assert [row.values["title"] for row in file] == ["a,b;c|d", "x"]
    assert file.found.delimiter == delimiter


@pytest.mark.parametrize("content", [THAI.encode(), BOOK, LINES.encode(), LIST.encode()])
@pytest.mark.parametrize("members", [1, 3])
def test_gzip_is_known_by_its_content_however_many_members_it_has(
    content: bytes, members: int
) -> None:
    size = -(-len(content) // members)
    parts = [content[at : at + size] for at in range(0, len(content), size)]
    packed = b"".join(map(gzip.compress, parts)) + b"\0" * 7
    assert titles(packed) == ["เสมียน", "ครู, ผู้ช่วย"]
    assert opened(packed).found.packed


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (THAI.encode(), "csv"),
        (BOOK, "xlsx"),
        (LINES.encode(), "jsonl"),
        (LIST.encode(), "json"),
        (PRETTY.encode(), "json"),
        (PRETTY.encode("utf-16"), "json"),
        (b"\xef\xbb\xbf" + LIST.encode(), "json"),
    ],
)
@pytest.mark.parametrize("format_", ["auto", "csv", "xlsx", "jsonl", "json"])
def test_the_content_decides_what_a_file_is_and_its_owner_is_told(
    content: bytes, found: str, format_: Any
) -> None:
    file = opened(content, Layout(format=format_))
    assert [row.values["title"] for row in file] == ["เสมียน", "ครู, ผู้ช่วย"]
    assert file.found.content == found
    told = [note.code for note in file.notes]
    is_as_said = format_ in ("auto", found) or {format_, found} == {"json", "jsonl"}
    assert told == ([] if is_as_said else ["read_as"])


@given(st.integers(1, 7))
def test_it_does_not_matter_how_many_bytes_come_at_a_time(most: int) -> None:
    for content in (THAI.encode(), THAI.encode("utf-16"), BOOK, LIST.encode(), LINES.encode()):
        assert len(list(opened(gzip.compress(content, mtime=0), most=most * 100))) == 2
    assert [row.values["title"] for row in opened(THAI, most=most)] == ["เสมียน", "ครู, ผู้ช่วย"]


def test_another_delimiter_and_empty_lines_are_no_trouble() -> None:
    assert titles("id;title\n\n1;a,b\n\n", Layout(delimiter=";")) == ["a,b"]


def test_line_ends_of_every_system_part_rows() -> None:
    for end in ("\n", "\r\n", "\r"):
        assert titles(THAI.replace("\n", end)) == ["เสมียน", "ครู, ผู้ช่วย"]


def test_empty_cells_beyond_the_header_are_no_cells() -> None:
    assert titles("id,title,,\n1,a,,\n2,b\n3,c,,,,\n") == ["a", "b", "c"]


def test_a_header_may_stand_below_a_title() -> None:
    layout = Layout(header=3)
    text = "รายงาน;;\n;;\nid;title;\n1;a;\n\n2;b;\n"
    book = a_workbook(["รายงาน"], [], ["id", "title"], [1, "a"], [], [2, "b"])
    for content in (text, book):
        assert [(row.number, row.values["title"]) for row in rows(content, layout)] == [
            (4, "a"),
            (6, "b"),
        ]


def test_a_file_may_state_its_delimiter_as_spreadsheets_do() -> None:
    file = opened("sep=;\nid;title\n1;a,b\n")
    assert [(row.number, row.values["title"]) for row in file] == [(3, "a,b")]


def test_columns_are_known_by_other_names_and_in_any_case() -> None:
    layout = Layout(names={"title": ("ตำแหน่งงาน", "Job title")})
    for header in ("id,ตำแหน่งงาน", "ID, job  TITLE", "Id,TITLE"):
        file = opened(f"{header}\n1,ครู\n", layout)
        assert [row.values for row in file] == [{"id": "1", "title": "ครู"}]
        assert file.columns == ["id", "title"]
        assert len(file.header) == 2


def test_columns_that_nothing_is_read_from_may_bear_one_name() -> None:
    assert rows("id,title,x,x,\n1,a,b,c,\n")[0].values == {
        "id": "1",
        "title": "a",
        "x": "b",
        "x (4)": "c",
    }


@pytest.mark.parametrize(
    "content", ["\n\nid,title\n1,a\n", a_workbook([], [None, None], ["id", "title"], ["1", "a"])]
)
def test_empty_rows_above_the_header_are_passed_over_and_counted(content: str | bytes) -> None:
    assert [(row.number, row.values["title"]) for row in rows(content)] == [(4, "a")]


def test_json_gives_texts_whatever_the_type() -> None:
    record = '{"id": 7, "title": null, "x": true, "s": ["a", "b"], "o": {"k": 1}}'
    for content in (record, f"[{record}]", f"\n{record}\n\n"):
        (row,) = rows(content, Layout(format="jsonl"))
        assert row.values == {
            "id": "7", "title": "", "x": "true", "s": "a\nb", "o": '{"k": 1}', "o.k": "1",
        }  # fmt: skip


def test_members_of_objects_within_a_record_have_dotted_names() -> None:
    record = {"id": 1, "a": {"b": {"c": 2, "d": ["x", "y"]}, "e": None}, "a.e": "its own"}
    (row,) = rows(json.dumps(record))
    assert row.values == {
        "id": "1", "a": json.dumps(record["a"]), "a.b.c": "2", "a.b.d": "x\ny", "a.e": "its own",
    }  # fmt: skip


def test_a_record_made_to_take_much_memory_takes_little() -> None:
    long, many = "n" * 1_000_000, {str(n): n for n in range(10_000)}
    (row,) = rows(json.dumps({"id": 1, long: many, "m": many}))
    assert sum(map(len, row.values)) < 1_200_000


def test_json_may_name_its_members_as_a_table_its_columns() -> None:
    layout = Layout(names={"title": ("ตำแหน่งงาน", "Job title")})
    for name in ("ตำแหน่งงาน", "JOB TITLE", "title"):
        (row,) = rows(json.dumps([{"id": 1, name: "ครู"}]), layout)
        assert row.values == {"id": "1", "title": "ครู"}
    (row,) = rows(json.dumps([{"Job title": "a", "title": "b"}]), layout)
    assert row.values == {"Job title": "a", "title": "b"}


def test_a_workbook_gives_texts_whatever_the_cells_type() -> None:
    def add_sheet(book: Any) -> None:
        other = book.create_sheet("Other")
        other.append(["id", "title"])
        other.append([1.5, None])

    cells = [7, "ครู", date(2024, 2, 29), datetime(2024, 2, 29, 13, 5)]  # noqa: DTZ001
    content = a_workbook(
        ["id", "title", "day", "moment"], cells, [None, None, None, None], change=add_sheet
    )
    file = opened(content)
    (row,) = file
    assert list(row.values.values()) == ["7", "ครู", "2024-02-29", "2024-02-29T13:05:00"]
    assert file.found.sheet == "Sheet"
    assert [note.code for note in file.notes] == ["one_sheet"]
    (row,) = rows(content, Layout(sheet="Other"))
    assert row.values == {"id": "1.5", "title": ""}
    with pytest.raises(UnreadableFile, match="no sheet Third"):
        rows(content, Layout(sheet="Third"))


def test_a_buddhist_year_of_a_real_date_is_the_common_eras() -> None:
    (row,) = rows(a_workbook(["id", "title"], [1, date(2567, 1, 31)]))
    assert row.values["title"] == "2024-01-31"
    (row,) = rows(a_workbook(["id", "title"], [1, date(2568, 2, 29)]))
    assert row.values["title"] == "2025-02-29"
