"""Whether a table's first row can name its columns: where it is a person's, none of it is kept."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from services.ingestion.domain import Kind
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.profiles.dates import is_date
from services.ingestion.profiles.evidence import is_personal
from services.ingestion.profiles.words import wordings
from shared.identifiers import personal_identifier
from shared.text import match_key, tidy

_KINDS: tuple[Kind, ...] = ("graduates", "vacancies")
_LONGEST = 200
_MOST_OF_A_TITLE = 2
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?|\d(?:[-\s./]?\d){8,}")
_SHORT = re.compile(r"\d{1,4}(?:\.\d{1,2})?")
"""A year that counts are headed by, or the number of a question."""
_SERIAL = re.compile(r"\d{7}")
"""So many digits in a row are of somebody's or something's number."""
_YEAR = re.compile(r"(?:19|20|24|25)\d\d")


def check_heading(written: Sequence[str], rows: Iterable[Mapping[str, str]] = ()) -> None:
    """See that the cells `written` can be names of columns; `rows` are some below them.

    Raises:
        UnreadableFile: `no_header`.
    """
    cells = [tidy(cell)[:_LONGEST] for cell in written]
    numbers = [place for place, cell in enumerate(cells) if _SHORT.fullmatch(cell)]
    is_row = any(map(_is_of_a_row, cells))
    if is_row or (numbers and not any(map(_is_known, cells)) and _go_on(cells, numbers, rows)):
        raise UnreadableFile("no_header")


def is_title(written: Sequence[str]) -> bool:
    """Whether so few cells are filled that the columns' names may stand further below."""
    return sum(bool(tidy(cell)) for cell in written) <= _MOST_OF_A_TITLE


def known_names(written: Sequence[str]) -> int:
    """How many of the cells are names of columns that we know."""
    return sum(_is_known(tidy(cell)[:_LONGEST]) for cell in written)


def _is_of_a_row(cell: str) -> bool:
    if personal_identifier(cell) or is_date(cell) or _SERIAL.search(cell):
        return True
    return _NUMBER.fullmatch(cell) is not None and not _SHORT.fullmatch(cell)


def _is_known(cell: str) -> bool:
    """Whether columns are headed so that we know, or that tell who somebody is."""
    return match_key(cell) in _known() or is_personal(cell, ())


@cache
def _known() -> frozenset[str]:
    fields = [pair for kind in _KINDS for pair in wordings(kind).items()]
    return frozenset(match_key(text) for name, w in fields for text in (name, *w.headings()))


def _go_on(heads: Sequence[str], numbers: Sequence[int], rows: Iterable[Mapping[str, str]]) -> bool:
    """Whether such numbers stand below one of them too, or nothing does that would tell."""
    below = [[tidy(text) for text in row.values()] for row in rows if row]
    return not below or any(
        sum(_are_alike(heads[place], cells[place]) for cells in below) > len(below) / 2
        for place in numbers
    )


def _are_alike(number: str, other: str) -> bool:
    """Whether both are years, or neither is: counts may stand below a year."""
    is_year, is_other_year = (bool(_YEAR.fullmatch(text)) for text in (number, other))
    return is_year == is_other_year and _SHORT.fullmatch(other) is not None
