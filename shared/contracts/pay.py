"""Pay as it was stated: an amount, or a band of which one end may be open."""

from typing import Literal

import msgspec

PayPeriod = Literal["hour", "day", "month", "year"]


class Pay(msgspec.Struct, frozen=True, kw_only=True):
    """`low` and `high` in `currency` per `period`; equal when exact, None where open."""

    low: float | None = None
    high: float | None = None
    currency: str = "THB"
    period: PayPeriod = "month"
