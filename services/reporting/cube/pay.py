"""Pay of every record in baht a month, and who states any."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats, Ints
from services.reporting.cube.measures import Breakdown
from services.reporting.facts import Coded, Graduates, Vacancies

STATED_PAY = "stated_pay"


def monthly_pay(records: Graduates | Vacancies) -> tuple[Floats, Floats]:
    """Lower and upper end of each record's pay in baht a month, NaN where open or not stated.

    Other currencies and pay by hour or day are left out.
    """
    in_baht = _where(records.pay_currency, {"THB": 1}) == 1
    months = _where(records.pay_period, {"month": 1, "year": 12})
    told = in_baht & (months > 0)
    divisor = np.maximum(months, 1)
    low, high = (
        np.where(told, end / divisor, np.nan) for end in (records.pay_low, records.pay_high)
    )
    return low, high


def states_pay(low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Who states an amount or one end of a band."""
    return ~(np.isnan(low) & np.isnan(high))


def paid(records: Graduates | Vacancies) -> Breakdown:
    """The records that percentiles of pay rest on."""
    without = ~states_pay(*monthly_pay(records))
    return Breakdown((STATED_PAY,), np.where(without, -1, 0).astype(np.int8))


def _where(column: Coded, numbers: Mapping[str, int]) -> Ints:
    found = np.array([*(numbers.get(value, 0) for value in column.values), 0], np.int64)
    return found[column.codes]
