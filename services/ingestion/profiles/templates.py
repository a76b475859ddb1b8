"""Our own templates and the data dictionary as files: CSV, and workbooks with lists to choose
from."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from services.ingestion.domain import Kind
from services.ingestion.profiles.dictionary import COLUMNS, Entry, dictionary
from services.ingestion.profiles.words import Language
from shared.taxonomy import levels, regions

CHOICE_ROWS = 5_000
"""Rows in which a workbook offers its lists."""
_PLACES = ("study_region", "home_region", "work_region", "region")
_LEVELS = ("level", "level_required")
_HEADING = {"bold": True, "bg_color": "#E8EEF4", "text_wrap": True, "valign": "top"}
_SHEETS: dict[str, tuple[str, str]] = {
    # sheet: (English, Thai)
    "graduates": ("Graduates", "บัณฑิต"),
    "vacancies": ("Vacancies", "ตำแหน่งงานว่าง"),
    "examples": ("Examples", "ตัวอย่าง"),
    "dictionary": ("Dictionary", "พจนานุกรมข้อมูล"),
}


def template_csv(kind: Kind, language: Language) -> bytes:
    """A header in the language, and no rows: an example would be taken for a record."""
    return _csv([[entry.label(language) for entry in template_fields(kind)]])


def dictionary_csv(kind: Kind, language: Language) -> bytes:
    """The data dictionary, a row a field."""
    return _csv([_column_names(language), *(entry.cells() for entry in dictionary(kind))])


def template_xlsx(kind: Kind, language: Language) -> bytes:
    """An empty sheet with lists to choose from, one of examples, and the dictionary."""
    with _Book() as book:
        entries = template_fields(kind)
        names = [entry.label(language) for entry in entries]
        sheet = book.add(_sheet(kind, language), [names], width=22)
        book.add(_sheet("examples", language), [names, [e.example for e in entries]], width=22)
        book.add_dictionary(kind, language)
        lists = book.add_lists({e.name: _choices(e, language) for e in entries})
        for column, entry in enumerate(entries):
            if entry.name in lists:
                choice = {"validate": "list", "source": lists[entry.name], "error_type": "warning"}
                sheet.data_validation(1, column, CHOICE_ROWS, column, choice)
    return book.content()


def dictionary_xlsx(kind: Kind, language: Language) -> bytes:
    """The data dictionary as a workbook."""
    with _Book() as book:
        book.add_dictionary(kind, language)
    return book.content()


def template_fields(kind: Kind) -> list[Entry]:
    """The fields that templates offer: all but the mark of made-up records."""
    return [entry for entry in dictionary(kind) if entry.name != "synthetic"]


def _choices(entry: Entry, language: Language) -> list[str]:
    name = entry.name.rpartition(".")[2]
    if name in _PLACES:
        return [regions.label(code, language) for code in regions.provinces()]
    if name in _LEVELS:
        return levels.degree_labels(language)
    return [value.th if language == "th" else value.en for value in entry.values]


class _Book:
    """A workbook in memory, every cell of which is text."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        self._book = xlsxwriter.Workbook(
            self._stream, {"strings_to_formulas": False, "strings_to_urls": False}
        )
        self._heading = self._book.add_format({**_HEADING, "num_format": "@"})
        self._text = self._book.add_format({"num_format": "@"})

    def __enter__(self) -> "_Book":
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()

    def content(self) -> bytes:
        return self._stream.getvalue()

    def add(self, name: str, rows: Sequence[Sequence[str]], width: int) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(rows[0]) - 1, width, self._text)
        for number, cells in enumerate(rows):
            for column, text in enumerate(cells):
                sheet.write_string(number, column, text, self._heading if not number else None)
        return sheet

    def add_dictionary(self, kind: Kind, language: Language) -> None:
        cells = [entry.cells() for entry in dictionary(kind)]
        self.add(_sheet("dictionary", language), [_column_names(language), *cells], width=28)

    def add_lists(self, choices: dict[str, list[str]]) -> dict[str, str]:
        """Where each list of choices stands, on a sheet of its own that is not shown."""
        sheet = self._book.add_worksheet("lists")
        sheet.hide()
        places: dict[str, str] = {}
        for name, texts in choices.items():
            if not texts:
                continue
            column = len(places)
            for number, text in enumerate(texts):
                sheet.write_string(number, column, text)
            letter = xlsxwriter.utility.xl_col_to_name(column, col_abs=True)
            places[name] = f"=lists!{letter}$1:{letter}${len(texts)}"
        return places


def _column_names(language: Language) -> list[str]:
    return [thai if language == "th" else english for english, thai in COLUMNS.values()]


def _sheet(name: str, language: Language) -> str:
    english, thai = _SHEETS[name]
    return thai if language == "th" else english


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a byte order mark, without which spreadsheets take Thai for another encoding."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")
