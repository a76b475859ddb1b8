"""Amounts and numbers counted in bins, so that a median costs no memory and merges."""

import math
from collections import Counter
from collections.abc import Mapping

from shared.contracts import Pay

_PER_DECADE = 40  # a bin is 6 % wide, so that its middle is at most 3 % off
_MONTHS_OF = {"hour": 8 * 26.0, "day": 26.0, "month": 1.0, "year": 1 / 12}
"""Six days a week of eight hours: good enough to ask back by; published pay leaves both out."""


def pay_bins(pays: Mapping[Pay, int]) -> Counter[str]:
    """Bin -> how many are paid so much a month; pay in other currencies than baht is left out."""
    bins: Counter[str] = Counter()
    for pay, count in pays.items():
        amount = _monthly(pay)
        if amount:
            bins[str(math.floor(math.log10(amount) * _PER_DECADE))] += count
    return bins


def median_pay(bins: Mapping[str, int]) -> float | None:
    """Baht a month that half have at most, within 3 %."""
    middle = median(bins)
    return None if middle is None else 10 ** ((middle + 0.5) / _PER_DECADE)


def median(counts: Mapping[str, int]) -> int | None:
    """The number that half of what was counted have at most; None of nothing."""
    half, seen = sum(counts.values()) / 2, 0
    for number in sorted(map(int, counts)):
        seen += counts[str(number)]
        if seen >= half:
            return number
    return None


def _monthly(pay: Pay) -> float | None:
    """The middle of a band, or its one end."""
    ends = [end for end in (pay.low, pay.high) if end]
    if not ends or pay.currency != "THB":
        return None
    return sum(ends) / len(ends) * _MONTHS_OF[pay.period]
