"""CSV: one line a figure with the names of its codes, safe to open in a spreadsheet.

UTF-8 with a byte order mark, which spreadsheets need to show Thai. Text that a spreadsheet would
take for a formula gets an apostrophe before it (OWASP, CSV injection).
"""

import csv
import io
from collections.abc import Iterable

import pyarrow as pa
import pyarrow.csv

from services.reporting.data_sets import Extract
from services.reporting.data_sets.long_form import FIGURE_COLUMNS, to_table
from services.reporting.exports.about import columns
from services.reporting.labels import Labels

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(extract: Extract) -> bytes:
    """Dimensions with their names, the figure, its unit, and where it comes from."""
    long = to_table(extract)
    definition = extract.data_set.definition
    named: dict[str, pa.Array] = {}
    for dimension in extract.data_set.dimensions:
        labels = [member.labels for member in dimension.members]
        named |= with_names(dimension.name, long[dimension.name], labels)
    chosen = [definition.indicator(name) for name in extract.indicators]
    named |= with_names("indicator", long["indicator"], [i.labels for i in chosen])
    named["unit"] = replaced(long["indicator"], [indicator.unit for indicator in chosen])
    named |= {name: long[name] for name in FIGURE_COLUMNS[1:]}
    named |= {
        name: repeated(text, len(long))
        for name, text in columns(extract.publication, extract.data_set.definition).items()
    }
    return BYTE_ORDER_MARK + lines(pa.table(named))


def with_names(name: str, coded: pa.ChunkedArray, labels: Iterable[Labels]) -> dict[str, pa.Array]:
    """A column of codes with those of their Thai and English names beside it."""
    listed = list(labels)
    return {
        name: coded,
        f"{name}_th": replaced(coded, [label["th"] for label in listed]),
        f"{name}_en": replaced(coded, [label["en"] for label in listed]),
    }


def replaced(coded: pa.ChunkedArray, texts: list[str]) -> pa.DictionaryArray:
    """The column with other texts in the place of its codes."""
    indices = coded.combine_chunks().indices
    return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()))


def repeated(text: str, times: int) -> pa.DictionaryArray:
    """A column that says the same in every row."""
    return pa.DictionaryArray.from_arrays(
        pa.repeat(pa.scalar(0, pa.int32()), times), pa.array([text], pa.string())
    )


def lines(table: pa.Table) -> bytes:
    """The table as RFC 4180 text with a header, quoted where it must be."""
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(table.column_names)
    body = pa.BufferOutputStream()
    plain = pa.table({name: _plain(table[name]) for name in table.column_names})
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(plain, body, options)
    return header.getvalue().encode() + bytes(body.getvalue())


def safe(text: str | None) -> str | None:
    """Text that no spreadsheet runs."""
    return f"'{text}" if text and text.startswith(FORMULA_SIGNS) else text


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A dictionary is made safe and written out; numbers stay as they are."""
    if not pa.types.is_dictionary(column.type):
        return column
    coded = column.combine_chunks()
    texts = pa.array([safe(text) for text in coded.dictionary.to_pylist()], pa.string())
    return texts.take(coded.indices)
