"""Where a graduate's pay stands among graduates' pay, so that currencies and years compare."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from shared.contracts import Pay

_MONTHS = {"month": 1, "year": 12}

LEAST_PAYS = 30
"""Fewer known amounts than this make no scale (the least n of a published percentile)."""


@dataclass(frozen=True)
class PayScale:
    """Monthly amounts of graduates in one currency, ascending."""

    currency: str
    amounts: tuple[float, ...]

    @classmethod
    def of(cls, pays: Iterable[Pay], currency: str = "THB") -> "PayScale | None":
        """The scale of the exactly known pays; None when they are too few to compare with."""
        amounts = sorted(
            pay.low / _MONTHS[pay.period]
            for pay in pays
            if pay.currency == currency
            and pay.period in _MONTHS
            and pay.low is not None
            and pay.low == pay.high
        )
        return cls(currency, tuple(amounts)) if len(amounts) >= LEAST_PAYS else None

    @classmethod
    def from_percentiles(cls, stored: Mapping[str, Any] | None) -> "PayScale | None":
        """The scale that `percentiles` told."""
        return cls(stored["currency"], tuple(stored["percentiles"])) if stored else None

    def percentiles(self) -> dict[str, Any]:
        """The scale by its 1st to 99th percentile: nobody's pay in particular."""
        return {
            "currency": self.currency,
            "percentiles": [round(cut, 2) for cut in quantiles(self.amounts, n=100)],
        }

    def position(self, pay: Pay) -> float | None:
        """Ridit of `pay`, 0 lowest to 1 highest; of a band, the mean of its ends' ridits.

        None in another currency, or per hour or day, whose month is not known. Ridit: Bross
        (1958), "How to use ridit analysis", Biometrics 14.
        """
        months = _MONTHS.get(pay.period)
        if months is None or pay.currency != self.currency or pay.low is pay.high is None:
            return None
        low = 0.0 if pay.low is None else self._ridit(pay.low / months)
        high = 1.0 if pay.high is None else self._ridit(pay.high / months)
        return (low + high) / 2

    def _ridit(self, amount: float) -> float:
        below, up_to = bisect_left(self.amounts, amount), bisect_right(self.amounts, amount)
        return (below + up_to) / 2 / len(self.amounts)


def ridits(bands: Sequence[int | None]) -> list[float | None]:
    """Ridit of each person's pay band among all with a known band; the bands are ordered."""
    known = sorted(band for band in bands if band is not None)
    return [
        None
        if band is None
        else (bisect_left(known, band) + bisect_right(known, band)) / 2 / len(known)
        for band in bands
    ]
