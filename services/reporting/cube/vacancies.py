"""The universes of vacancies: those open, by accepted field, and month after month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube import schemes
from services.reporting.cube.axis import axis_of
from services.reporting.cube.counting import Universe
from services.reporting.cube.cuts import Cut
from services.reporting.cube.graduates import numbers
from services.reporting.cube.pay import STATED_PAY, paid
from services.reporting.cube.uniqueness import (
    TOGETHER,
    TOLD_APART,
    Firsts,
    Rows,
    firsts,
    together,
    told_apart,
)
from services.reporting.facts import Coded, Vacancies
from services.reporting.labels import Labels

MONTHS = 36
HALF_YEAR = 182
"""Days."""
LATELY, BEFORE = "lately", "before"
_EPOCH = date(1970, 1, 1)
_OFFERED: Labels = {"th": "ภูมิภาคของงาน", "en": "region of work"}
_WITH_PAY = TOLD_APART | {STATED_PAY}


def day(on: date) -> int:
    """Days since 1970."""
    return (on - _EPOCH).days


def open_on(vacancies: Vacancies, on: int) -> NDArray[np.bool_]:
    """Posted, not expired, neither closed nor filled; without a closing date: open until closed."""
    ended = np.where(vacancies.closed_on >= 0, vacancies.closed_on - 1, np.iinfo(np.int32).max)
    last = np.where(vacancies.closes_on >= 0, vacancies.closes_on, np.iinfo(np.int32).max)
    filled_without_day = (vacancies.filled == 1) & (vacancies.closed_on < 0)
    is_going_on = (vacancies.posted_on <= on) & (np.minimum(last, ended) >= on)
    return np.asarray(is_going_on & ~filled_without_day)


def stock(vacancies: Vacancies, on: date) -> tuple[Universe, Rows]:
    """The vacancies open on that day by occupation, region, level and industry; and which."""
    rows = np.flatnonzero(open_on(vacancies, day(on)))
    axes = (
        axis_of(schemes.occupation(), _of(vacancies.occupation, rows)),
        axis_of(schemes.region(_OFFERED), _of(vacancies.region, rows)),
        axis_of(schemes.level(), numbers(vacancies.level_required[rows])),
        axis_of(schemes.industry(), _of(vacancies.industry, rows)),
    )
    cuts = (
        Cut({"occupation": "unit", "region": "region"}, _WITH_PAY),
        Cut({"occupation": "sub_major", "region": "province"}, _WITH_PAY),
        Cut({"occupation": "sub_major", "level": "level", "region": "region"}, _WITH_PAY),
        Cut({"occupation": "sub_major", "industry": "section"}, _WITH_PAY),
        Cut({"level": "level", "region": "province"}, _WITH_PAY),
        Cut({"industry": "section", "region": "region"}, _WITH_PAY),
    )
    counted = told_apart(vacancies, rows, firsts(vacancies, rows))
    stated = paid(vacancies)
    own = replace(stated, codes=stated.codes[rows])
    measures = replace(counted, breakdowns=(*counted.breakdowns, own))
    return Universe("vacancies", axes, measures, cuts), rows


def ever(vacancies: Vacancies) -> tuple[Universe, Rows]:
    """Every vacancy by occupation and region: what time to fill is learned from."""
    rows = np.arange(len(vacancies))
    axes = (
        axis_of(schemes.occupation(), vacancies.occupation),
        axis_of(schemes.region(_OFFERED), vacancies.region),
    )
    cuts = (
        Cut({"occupation": "unit"}, TOGETHER),
        Cut({"occupation": "sub_major", "region": "region"}, TOGETHER),
    )
    return Universe("vacancies_ever", axes, together(vacancies, rows), cuts), rows


def by_field(vacancies: Vacancies, on: date) -> tuple[Universe, Rows]:
    """Open vacancies once for each broad field they accept, and which record each is of.

    The fields overlap: their total counts such pairs, not vacancies. Who states none is a pair
    under `_U`.
    """
    is_open = open_on(vacancies, day(on))
    is_first = np.zeros(len(vacancies), np.bool_)
    rows = np.flatnonzero(is_open)
    is_first[rows] = firsts(vacancies, rows)
    owner, fields = _pairs(vacancies)
    chosen = is_open[owner]
    owner, fields = owner[chosen], Coded(fields.codes[chosen], fields.values)
    axes = (
        axis_of(schemes.field(deep=False), fields),
        axis_of(schemes.region(_OFFERED), _of(vacancies.region, owner)),
        axis_of(schemes.level(), numbers(vacancies.level_required[owner])),
    )
    cuts = (
        Cut({"field": "broad", "region": "province"}, TOLD_APART),
        Cut({"field": "broad", "region": "region", "level": "level"}, TOLD_APART),
    )
    measures = told_apart(vacancies, owner, is_first[owner])
    return Universe("vacancies_by_field", axes, measures, cuts), owner


def _pairs(vacancies: Vacancies) -> tuple[Rows, Coded]:
    """Vacancy and broad field, each pair once; none stated is a pair too."""
    sets = vacancies.fields
    owner = np.repeat(np.arange(len(vacancies)), np.diff(sets.starts))
    values = sorted({code[:2] for code in sets.values})
    broad = np.array([values.index(code[:2]) for code in sets.values], np.int64)
    pairs = np.unique(owner * len(values) + broad[sets.codes]) if len(owner) else owner
    stated = pairs // max(len(values), 1), pairs % max(len(values), 1)
    without = np.flatnonzero(np.diff(sets.starts) == 0)
    owners = np.concatenate([stated[0], without])
    codes = np.concatenate([stated[1], np.full(len(without), -1)]).astype(np.int32)
    return owners, Coded(codes, tuple(values))


def open_by_month(vacancies: Vacancies, on: date) -> tuple[Universe, Rows]:
    """Vacancies once for each month at whose end they were open.

    Of those that repeat one another one counts as unique for as long as any of them is open.
    """
    months = last_months(on)
    open_then = [np.flatnonzero(open_on(vacancies, end)) for _, _, end in months]
    unique = [firsts(vacancies, rows) for rows in open_then]
    return _over_time("open_by_month", vacancies, months, open_then, unique)


def posted_by_month(vacancies: Vacancies, on: date) -> tuple[Universe, Rows]:
    """Vacancies once, in the month they were posted; unique is who was posted first of all."""
    months, posted = last_months(on), vacancies.posted_on
    then = [np.flatnonzero((posted >= start) & (posted <= end)) for _, start, end in months]
    is_first = firsts(vacancies, np.arange(len(vacancies)))
    unique = [is_first[rows] for rows in then]
    return _over_time("posted_by_month", vacancies, months, then, unique)


def last_months(on: date) -> list[tuple[str, int, int]]:
    """(name, first day, last day) of the last 36 months before that of `on`, oldest first.

    Of the month of `on` only the stock of that day is counted: counted again here, on its own,
    it could show what is hidden there.
    """
    number = on.year * 12 + on.month - 1
    found = []
    for month in range(number - MONTHS, number):
        first = date(month // 12, month % 12 + 1, 1)
        after = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
        found.append((f"{first:%Y-%m}", day(first), day(after) - 1))
    return found


def posted_lately(vacancies: Vacancies, on: date) -> tuple[Universe, Rows]:
    """Vacancies by occupation in two halves of a year: the last one, and the one before."""
    end, posted = day(on), vacancies.posted_on
    halves = [
        (BEFORE, end - 2 * HALF_YEAR + 1, end - HALF_YEAR),
        (LATELY, end - HALF_YEAR + 1, end),
    ]
    then = [np.flatnonzero((posted >= start) & (posted <= last)) for _, start, last in halves]
    owner, period = _in_periods(halves, then)
    axes = (
        axis_of(schemes.half_year(), period, is_partition=False),
        axis_of(schemes.occupation(), _of(vacancies.occupation, owner)),
    )
    cuts = (Cut({"period": "half_year", "occupation": "unit"}, TOLD_APART),)
    is_first = firsts(vacancies, np.arange(len(vacancies)))
    measures = told_apart(vacancies, owner, is_first[owner])
    return Universe("posted_lately", axes, measures, cuts), owner


def _over_time(
    name: str,
    vacancies: Vacancies,
    months: Sequence[tuple[str, int, int]],
    then: Sequence[Rows],
    unique: Sequence[Firsts],
) -> tuple[Universe, Rows]:
    owner, period = _in_periods(months, then)
    axes = (
        axis_of(schemes.period(), period, is_partition=False),
        axis_of(schemes.occupation(1), _of(vacancies.occupation, owner)),
        axis_of(schemes.region(_OFFERED), _of(vacancies.region, owner)),
    )
    cuts = (Cut({"period": "month", "occupation": "major", "region": "region"}, TOLD_APART),)
    measures = told_apart(vacancies, owner, np.concatenate(unique))
    return Universe(name, axes, measures, cuts), owner


def _in_periods(
    periods: Sequence[tuple[str, int, int]], then: Sequence[Rows]
) -> tuple[Rows, Coded]:
    codes = np.repeat(np.arange(len(periods), dtype=np.int32), [len(rows) for rows in then])
    return np.concatenate(then), Coded(codes, tuple(name for name, _, _ in periods))


def _of(column: Coded, rows: Rows) -> Coded:
    return Coded(column.codes[rows], column.values)
