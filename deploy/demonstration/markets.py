"""How scarce people are in each occupation: the synthetic market's differences and drift."""

from dataclasses import dataclass
from functools import cache

from deploy.demonstration.tables import rows


@dataclass(frozen=True)
class Market:
    """What sets an occupation apart; all of it is made up, so that the figures have a story.

    `demand` weighs it within its ISCO major group; `growth` and `pay_growth` are yearly, in
    parts of one; half of its vacancies would be filled after `days_to_fill`.
    """

    demand: float
    growth: float
    pay_growth: float
    days_to_fill: int

    def pay_level(self, years_ago: float) -> float:
        """Pay some years ago in parts of today's."""
        return float((1 + self.pay_growth) ** -years_ago)


@cache
def market(isco: str) -> Market:
    """The market of the smallest group stated that the occupation is in."""
    stated = _stated()
    return next(stated[isco[:digits]] for digits in (4, 3, 2, 1) if isco[:digits] in stated)


@cache
def _stated() -> dict[str, Market]:
    return {
        row["isco"]: Market(
            demand=float(row["demand"]),
            growth=float(row["growth"]),
            pay_growth=float(row["pay_growth"]),
            days_to_fill=int(row["days_to_fill"]),
        )
        for row in rows("markets.tsv")
    }
