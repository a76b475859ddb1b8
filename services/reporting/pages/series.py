"""One indicator of the market over months or years, oldest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.data_sets import DataSet, Figure

MOST = 36
_MONTH, _YEAR = len("2026-10"), len("2026")


@dataclass(frozen=True)
class Series:
    """Counts of periods of one length; a figure is None where there is no record."""

    periods: Sequence[str]
    figures: Sequence[Figure | None]

    @property
    def values(self) -> list[float | None]:
        """The counts, zero where there is no record and None where one is hidden."""
        return [figure.value if figure else 0.0 for figure in self.figures]


def monthly(table: DataSet, indicator: str, issued: str, **codes: str) -> Series:
    """The last three years' months that were over when the figures were made."""
    return _series(table, indicator, _MONTH, issued[:_MONTH], codes)


def yearly(table: DataSet, indicator: str, **codes: str) -> Series:
    """All years."""
    return _series(table, indicator, _YEAR, "", codes)


def _series(
    table: DataSet, indicator: str, length: int, before: str, codes: dict[str, str]
) -> Series:
    members = table.dimension("period").members
    periods = sorted(m.code for m in members if len(m.code) == length and m.code[0].isdigit())
    periods = [period for period in periods if not before or period < before][-MOST:]
    figures = [table.figure(indicator, period=period, **codes) for period in periods]
    return Series(periods, figures)
