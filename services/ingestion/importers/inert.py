"""Cells that no spreadsheet runs, and the two columns that tell a file of rows to mend."""

import re

ROW, ERRORS = "lmis_row", "lmis_errors"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""Also behind marks that were there before, so that taking one away gives back what was."""
_NUMBER = re.compile(r"[+-]?[\d.,]+")


def inert(text: str) -> str:
    """Text that a spreadsheet will not run as a formula (OWASP, CSV injection)."""
    is_formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def without_mark(text: str) -> str:
    """The text that `inert` was given."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text) else text
