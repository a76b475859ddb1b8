"""XLSX: a sheet of figures, one of the codes' names and one of what the figures mean."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from services.reporting.data_sets import Extract, Indicator
from services.reporting.data_sets.long_form import to_table
from services.reporting.exports.about import columns, notes

_WIDTH = 16


def to_xlsx(extract: Extract) -> bytes:
    """Text is written as text, so that nothing in it is ever run; the same bytes every time."""
    body = io.BytesIO()
    with xlsxwriter.Workbook(body, {"constant_memory": True}) as book:
        book.set_properties(
            {
                "title": extract.data_set.definition.titles["en"],
                "comments": columns(extract.publication, extract.data_set.definition)["citation"],
                "created": datetime.fromisoformat(extract.publication.issued).replace(tzinfo=None),
            }
        )
        _write(book, "data", _figures(extract))
        _write(book, "dimensions", _names(extract))
        _write(book, "indicators", _meanings(extract))
        _write(book, "notes", _notes(extract))
    return body.getvalue()


def _write(book: Any, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Banner lines have one cell, the header is the first line with more."""
    sheet = book.add_worksheet(name)
    bold, titled = book.add_format({"bold": True}), False
    sheet.set_column(0, 30, _WIDTH)
    for i, row in enumerate(rows):
        header = len(row) > 1 and not titled
        form = bold if header or len(row) == 1 else None
        for j, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(i, j, value, form)
            elif value is not None:
                sheet.write_number(i, j, value)
        if header:
            sheet.freeze_panes(i + 1, 0)
            titled = True


def _figures(extract: Extract) -> Iterator[Sequence[Any]]:
    yield from ([text] for note in notes(extract.publication) for text in note.values())
    long = to_table(extract)
    yield long.column_names
    yield from zip(*(long[name].to_pylist() for name in long.column_names), strict=True)


def _names(extract: Extract) -> Iterator[Sequence[Any]]:
    yield ["dimension", "classification", "code", "level", "parent", "name_th", "name_en"]
    for dimension in extract.data_set.dimensions:
        for member in dimension.members:
            yield [
                dimension.name, dimension.classification, member.code, member.level,
                member.parent, member.labels["th"], member.labels["en"],
            ]  # fmt: skip


def _meanings(extract: Extract) -> Iterator[Sequence[Any]]:
    texts = ("label", "definition", "caveats", "do_not_use_for")
    both = [f"{text}_{language}" for text in texts for language in ("th", "en")]
    yield ["indicator", "unit", "decimals", "method", "formula", "source", *both]
    for name in extract.indicators:
        yield _meaning(extract.data_set.definition.indicator(name))


def _meaning(of: Indicator) -> list[Any]:
    texts = (of.labels, of.definition, of.caveats, of.do_not_use_for)
    both = [text[language] for text in texts for language in ("th", "en")]
    return [of.id, of.unit, of.decimals, of.method, of.formula, of.source, *both]


def _notes(extract: Extract) -> Iterator[Sequence[Any]]:
    definition = extract.data_set.definition
    yield ["about", "text"]
    for texts in (definition.titles, definition.descriptions, *notes(extract.publication)):
        yield ["th", texts["th"]]
        yield ["en", texts["en"]]
    yield from (
        [name, text]
        for name, text in columns(extract.publication, extract.data_set.definition).items()
    )
