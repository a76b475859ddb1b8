"""What a file is, told from its first bytes: the content decides, not the name."""

import csv
import re
from collections.abc import Collection
from contextlib import suppress
from typing import Literal

import msgspec

from services.ingestion.importers.encodings import (
    best_encoding,
    byte_order_mark,
    is_binary,
    unmarked_utf_16,
)
from services.ingestion.importers.layout import DELIMITERS, Layout
from services.ingestion.importers.unpacking import Source
from services.ingestion.importers.unreadable import UnreadableFile

HEAD = 64 * 1024
Content = Literal["csv", "jsonl", "json", "xlsx", "html"]

_ZIP_MAGIC = b"PK\x03\x04"
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Excel's format before 2007, and any workbook under a password."""
_OTHER_MAGIC = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|script|\?xml|!--)", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\[\s*[\[{\]\"]|\{\s*[\"}])")
_STATED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_ROWS = 20
"""Rows of the beginning that a delimiter must suit."""


class Found(msgspec.Struct, kw_only=True):
    """What a file turned out to be; `encoding` stays auto while all that was read is ASCII.

    `states_delimiter` says that its first line is `sep=;`, as spreadsheets write it; from
    `header_row` on the names of columns were looked for.
    """

    content: Content
    packed: bool = False
    encoding: str = "utf-8"
    delimiter: str | None = None
    states_delimiter: bool = False
    sheet: str | None = None
    header_row: int = 1


def sniff(source: Source, layout: Layout, columns: Collection[str]) -> Found:
    """What `source` holds; a byte order mark is read off, the rest is still to be read.

    Raises:
        UnreadableFile: `empty_file`, `old_workbook` or `no_table`.
    """
    head = source.peek(HEAD)
    if not head.strip():
        raise UnreadableFile("empty_file")
    if head.startswith(_ZIP_MAGIC):
        return Found(content="xlsx")
    if head.startswith(_OLE_MAGIC):
        raise UnreadableFile("old_workbook")
    encoding, mark = _encoding(head, layout)
    if head.startswith(_OTHER_MAGIC) or (encoding[:6] != "utf-16" and is_binary(head)):
        raise UnreadableFile("no_table")
    source.read(mark)
    text = head[mark:].decode(best_encoding(head) if encoding == "auto" else encoding, "replace")
    content = _content(text, layout)
    found = Found(content=content, encoding=encoding)
    if content == "csv":
        stated = _STATED.match(text)
        found.states_delimiter = stated is not None
        found.delimiter = stated[1] if stated else _delimiter(text, layout, columns)
    return found


def _encoding(head: bytes, layout: Layout) -> tuple[str, int]:
    """The encoding, and the length of the mark that states it; the mark outweighs the layout."""
    marked = byte_order_mark(head)
    if marked:
        return marked
    if layout.encoding in ("auto", "utf-16"):
        found = unmarked_utf_16(head)
        if found:
            return found, 0
        return ("auto" if head.isascii() else best_encoding(head)), 0
    return ("utf-8" if layout.encoding == "utf-8-sig" else layout.encoding), 0


def _content(text: str, layout: Layout) -> Content:
    if _HTML.match(text):
        return "html"
    if not _JSON.match(text) or layout.delimiter in ("{", "["):
        return "csv"
    opening = text.lstrip()
    if opening[0] == "{" and _is_lines(opening):
        return "jsonl"
    return "json"


def _is_lines(text: str) -> bool:
    """JSON lines: the first line is whole, or broken but followed by another object."""
    lines = text.splitlines()
    try:
        msgspec.json.decode(lines[0])
    except (msgspec.DecodeError, RecursionError):
        return len(lines) > 1 and lines[1].lstrip().startswith('{"')
    return True


def _delimiter(text: str, layout: Layout, columns: Collection[str]) -> str:
    """The one under which the columns are there, else the one that parts most rows alike."""
    if layout.delimiter != "auto":
        return layout.delimiter
    lines = text.splitlines(keepends=True)[layout.header - 1 : layout.header + _ROWS * 4]
    whole = lines if len(text) < HEAD // 4 or len(lines) == 1 else lines[:-1]
    return max(DELIMITERS, key=lambda delimiter: _suits(whole, delimiter, columns))


def _suits(lines: list[str], delimiter: str, columns: Collection[str]) -> tuple[int, int, int]:
    rows = []
    with suppress(csv.Error):
        for row in csv.reader(lines, delimiter=delimiter):
            if row:
                rows.append(row)
            if len(rows) == _ROWS:
                break
    if not rows:
        return 0, 0, 0
    header = {name.strip() for name in rows[0]}
    width = len(rows[0])
    alike = sum(len(row) == width for row in rows) if width > 1 else 0
    return len(header.intersection(columns)), alike, width
