"""Rows of files that are made in memory, and streams that can only be read forwards."""

import io
from collections.abc import Callable, Sequence
from typing import Any, cast

import openpyxl

from services.ingestion.importers.layout import Layout
from services.ingestion.importers.readers import Rows, read_rows
from services.ingestion.importers.rows import Row


class Forwards:
    """A stream as an upload is: some bytes at a time, no way back."""

    def __init__(self, content: bytes, most: int = 1 << 30) -> None:
        self._stream = io.BytesIO(content)
        self._most = most

    def read(self, size: int) -> bytes:
        return self._stream.read(min(size, self._most))


def opened(
    content: str | bytes, layout: Layout | None = None, *columns: str, most: int = 1 << 30
) -> Rows:
    """The file, opened; `most` bytes come at a time."""
    written = content if isinstance(content, bytes) else content.encode()
    stream = cast(Any, Forwards(written, most))
    return read_rows(stream, layout or Layout(), set(columns or ("id", "title")))


def rows(content: str | bytes, layout: Layout | None = None, *columns: str) -> list[Row]:
    return list(opened(content, layout, *columns))


def titles(content: str | bytes, layout: Layout | None = None) -> list[str]:
    """The titles of the good rows."""
    return [row.values["title"] for row in rows(content, layout) if not row.fault]


def faults(content: str | bytes, layout: Layout | None = None) -> dict[int, str]:
    """Row number -> code of its fault."""
    return {row.number: row.fault.code for row in rows(content, layout) if row.fault}


def a_workbook(*lines: Sequence[Any], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook with one sheet; `change` may add to it before it is saved."""
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
