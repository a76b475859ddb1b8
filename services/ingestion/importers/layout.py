"""How a file is written: its format, encoding, delimiter, the names of its columns, its dates."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

import msgspec

from services.ingestion.importers.dates import Era

Format = Literal["auto", "csv", "jsonl", "json", "xlsx", "job_posting"]
Encoding = Literal[
    "auto", "utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16", "utf-16-le", "utf-16-be"
]
_PARTS: Mapping[str, tuple[str, ...]] = {
    "year": ("%Y", "%y"),
    "month": ("%m", "%b"),
    "day": ("%d",),
}
DELIMITERS = (",", "\t", ";", "|")


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the file is written; what is `auto` is told from the file's first bytes. `header` is
    the row that names the columns of a table, below whatever stands above it.

    `missing` are the texts that stand for 'no value' in any column. `names` are other names that
    a column may bear in the header, whatever their case. `needed` are the columns without which a
    file is refused: all that are read, unless stated.
    """

    format: Format = "auto"
    encoding: Encoding = "auto"
    delimiter: str = "auto"
    sheet: str | None = None
    header: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    missing: frozenset[str] = frozenset()
    names: Mapping[str, tuple[str, ...]] = {}
    needed: frozenset[str] | None = None

    def __post_init__(self) -> None:
        if self.delimiter != "auto" and len(self.delimiter) != 1:
            raise ValueError("delimiter must be one character or auto")
        if self.delimiter in ('"', "\r", "\n"):
            raise ValueError("delimiter must be neither a quotation mark nor a line end")


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How dates are written: strptime-like forms, the era of their years, and for relative ones
    ('3 days ago') the day the file was made."""

    era: Era = "auto"
    forms: tuple[str, ...] = ("%Y-%m-%d",)
    as_of: date | None = None

    def __post_init__(self) -> None:
        for form in self.forms:
            _check_form(form)
        if self.era == "auto" and any("%y" in form for form in self.forms):
            raise ValueError("a two-digit year (%y) needs era: be or era: ce")


def _check_form(form: str) -> None:
    """A day needs its year, month and day, each once."""
    for part, directives in _PARTS.items():
        if sum(form.count(directive) for directive in directives) != 1:
            raise ValueError(f"form {form!r} needs one of {' or '.join(directives)} for the {part}")
