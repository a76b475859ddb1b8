"""When synthetic vacancies were posted, and what became of them: filled, expired, withdrawn."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from deploy.demonstration.draw import Draw
from deploy.demonstration.markets import Market

_DAYS_BACK = 1_215
"""Three years and the months in which what was open at their beginning had been posted."""
_YEAR = 365.25
_SHAPE = 1.5
"""Of the Weibull distribution of days to fill: few are filled at once, few take very long."""
_WITHDRAWN = 0.05
_ROLLING = 0.16
"""Employers that hire for the same work all the time leave the advertisement standing."""


@dataclass(frozen=True)
class Closing:
    """A vacancy's end before its closing date; `filled` is False when withdrawn, None not said."""

    closed_on: date
    filled: bool | None


def years_ago(draw: Draw, market: Market) -> float:
    """How long ago a vacancy was posted; the number of postings grows with the market."""
    longest = _DAYS_BACK / _YEAR
    drawn = draw.between(0, 1)
    rate = math.log1p(market.growth)
    return -math.log1p(-drawn * -math.expm1(-rate * longest)) / rate


def day_ago(today: date, years: float) -> date:
    """The day that many years before today."""
    return today - timedelta(days=int(years * _YEAR))


def ends(
    draw: Draw, market: Market, posted_on: date, today: date
) -> tuple[date | None, Closing | None]:
    """The closing date that was advertised, and the closing where that has happened by today."""
    if draw.chance(_ROLLING):
        taken_down = posted_on + timedelta(days=draw.whole(120, 365))
        return None, Closing(taken_down, None) if taken_down <= today else None
    expires = posted_on + timedelta(days=draw.whole(60, 150))
    is_filled = not draw.chance(_WITHDRAWN)
    closed_on = posted_on + timedelta(days=_days_to_fill(draw, market))
    is_closed = closed_on <= min(expires, today)
    return expires, Closing(closed_on, is_filled) if is_closed else None


def _days_to_fill(draw: Draw, market: Market) -> int:
    """Weibull, by the inverse of its distribution, with the market's median."""
    left = 1 - draw.between(0, 1)
    return 1 + int(market.days_to_fill * (-math.log2(left)) ** (1 / _SHAPE))
