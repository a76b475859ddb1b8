"""Rows of a table as batches of Arrow arrays: either database writes CSV, which Arrow reads."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Boolean, Column, ColumnClause, Integer, cast, literal_column, select
from sqlalchemy.dialects import postgresql

Columns = Sequence[Column[Any]]
Batches = Iterator[Sequence[pa.Array]]

_ROWS = 20_000
_BYTES = 8 * 1024 * 1024


def from_postgresql(cursor: Any, columns: Columns, schema: pa.Schema) -> Batches:
    """COPY gives the rows as CSV, one by one."""
    plain = [cast(c, Integer) if isinstance(c.type, Boolean) else c for c in columns]
    statement = select(*plain).compile(dialect=postgresql.dialect())  # type: ignore[no-untyped-call]
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as rows:
        for text in _in_blocks(rows):
            yield _parsed(text, schema)


def from_sqlite(cursor: Any, columns: Columns, schema: pa.Schema) -> Batches:
    """SQLite writes a row's codes and whole numbers as one line, faster than it hands them over.

    Other numbers it would round, so they come as they are.
    """
    numbers = [c for c in columns if schema.field(c.name).type == pa.float64()]
    written = pa.schema([field for field in schema if field.type != pa.float64()])
    cursor.execute(str(select(_line(written), *numbers)))
    while rows := cursor.fetchmany(_ROWS):
        lines, *others = zip(*rows, strict=True)
        arrays = dict(zip(written.names, _parsed("\n".join(lines).encode(), written), strict=True))
        for column, values in zip(numbers, others, strict=True):
            arrays[column.name] = pa.array(values, type=pa.float64())
        yield [arrays[name] for name in schema.names]


def _line(schema: pa.Schema) -> ColumnClause[str]:
    """A row as CSV: printf's %w doubles the quotes in a text, and would write NULL out."""
    is_text = [field.type == pa.string() for field in schema]
    formats = ",".join('"%w"' if text else "%s" for text in is_text)
    named = zip(schema.names, is_text, strict=True)
    values = ", ".join(f"ifnull({name}, '')" if text else name for name, text in named)
    return literal_column(f"printf('{formats}', {values})")


def _in_blocks(rows: Iterable[Any]) -> Iterator[bytes]:
    block = bytearray()
    for row in rows:
        block += row
        if len(block) >= _BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _parsed(text: bytes, schema: pa.Schema) -> list[pa.Array]:
    """An empty field is NULL, with quotes and without."""
    table = csv.read_csv(
        BytesIO(text),
        read_options=csv.ReadOptions(
            column_names=schema.names, use_threads=False, block_size=len(text) + 1
        ),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(zip(schema.names, schema.types, strict=True)),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    (batch,) = table.to_batches()
    columns: list[pa.Array] = batch.columns
    return columns
