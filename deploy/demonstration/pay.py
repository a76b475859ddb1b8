"""Pay as advertisements offer it and graduates report it, in THB."""

from typing import Any

from deploy.demonstration.draw import Draw
from deploy.demonstration.tables import Job

_DEAR = frozenset(f"TH-{number}" for number in (10, 11, 12, 13, 20, 21, 83))
_REPORTED_BANDS = ((None, 12_000), (12_000, 15_000), (15_000, 18_000), (18_000, 22_000),
                   (22_000, 30_000), (30_000, 45_000), (45_000, None))  # fmt: skip
_DAY_RATE = (345, 420)
"""Around the minimum wages of 2568, which differ by province."""
_STEP = 100
"""Finer than advertisements are: else a year's drift of pay would drown in the rounding."""


def offered_pay(
    draw: Draw, job: Job, province: str | None, experience: int, level: float
) -> dict[str, Any]:
    """Mostly a band; day rates for some of the simplest jobs. `level` is in parts of today's."""
    if job.level <= 2 and draw.chance(0.25):
        return {"exact": int(draw.whole(*_DAY_RATE) * level), "period": "day"}
    factor = level * _level_of(province) * (1 + 0.06 * experience)
    low = _round(job.pay[0] * factor * draw.between(0.95, 1.1))
    high = _round(low * draw.between(1.12, 1.6))
    if draw.chance(0.1):
        return {"low": low}
    return {"exact": low} if draw.chance(0.1) else {"low": low, "high": high}


def reported_pay(draw: Draw, job: Job, province: str | None, level: float) -> dict[str, Any]:
    """What a young graduate gets, told exactly or as one of a questionnaire's bands."""
    low, high = job.pay
    amount = _round(draw.between(low * 0.95, (low + high) / 2) * level * _level_of(province))
    if draw.chance(0.4):
        return {"exact": amount}
    floor, ceiling = next(band for band in _REPORTED_BANDS if amount < (band[1] or amount + 1))
    ends = {"low": floor, "high": ceiling}
    return {end: value for end, value in ends.items() if value is not None}


def _level_of(province: str | None) -> float:
    return 1.0 if province in _DEAR else 0.9


def _round(amount: float) -> int:
    return int(amount / _STEP) * _STEP
