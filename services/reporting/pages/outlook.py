"""Jobs and graduates over time: where each heads, and whether one outgrows the other."""

from dataclasses import dataclass
from typing import Literal

from services.reporting.data_sets import TOTAL, DataSet
from services.reporting.pages.direction import Direction, direction
from services.reporting.pages.series import Series, monthly, yearly

FEWEST_YEARS = 4
Answer = Literal["gaining", "losing", "unclear", "unknown"]
"""Jobs clearly outgrow graduates, clearly do not, neither, or the record is too short."""


@dataclass(frozen=True)
class Outlook:
    """Open positions by month and graduates by year, with the direction of each."""

    positions: Series
    graduates: Series
    demand: Direction
    supply: Direction

    @property
    def answer(self) -> Answer:
        """Paces a year compared: by the 90 % bounds of each, so that doubt counts as doubt."""
        if "unknown" in (self.demand.heading, self.supply.heading):
            return "unknown"
        low, high = (12 * bound for bound in self.demand.pace_bounds)
        least, most = self.supply.pace_bounds
        return "gaining" if low > most else "losing" if high < least else "unclear"


def outlook(table: DataSet, issued: str, region: str = TOTAL) -> Outlook:
    """The last three years of months before the figures were made, and all years, of a region."""
    months = monthly(table, "open_positions", issued, region=region)
    years = yearly(table, "graduates", region=region)
    return Outlook(months, years, direction(months.values), direction(years.values, FEWEST_YEARS))
