"""Extracts to write, and what must be found again."""

from services.reporting.data_sets import Extract, Figure, whole
from tests.support.published import a_data_set, a_publication

CELL = tuple[str, ...]


def an_extract(**changes: object) -> Extract:
    return whole(a_publication("1.2.0", **changes), "graduate-outcomes")


def a_part() -> Extract:
    """Cells in another order than the table's, and not every combination of their members."""
    data_set = a_data_set()
    rows = data_set.rows({"year": ["2024", "_T"], "region": ["TH-50", "_T"]})[::-1][1:]
    publication = a_publication("1.2.0", data_set)
    return Extract(publication, data_set, rows, ("pay_p50", "graduates"))


def expected(extract: Extract) -> dict[CELL, Figure]:
    """By the codes of every dimension and the indicator."""
    return {(*codes.values(), found.indicator): found for codes, found in extract.figures()}
