"""Figures of graduates that several tables share: response, work, mismatch, pay."""

import numpy as np

from services.reporting.cube.counting import Floats
from services.reporting.cube.graduates import (
    IN_WORK,
    JUDGED,
    RESPONDENTS,
    SEEKING,
    STATUSES,
    UNANSWERED,
    UNCODED,
    measure,
)
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.pay import STATED_PAY
from services.reporting.cube.protecting import taken
from services.reporting.indicators import employment
from services.reporting.indicators.estimates import REASON_CODES, Estimates
from services.reporting.indicators.proportion import proportion
from services.reporting.methods import METHODS, Measure, Method
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import PERCENT, Looked, Sheet, estimated

_NOBODY = REASON_CODES.index("nobody_concerned")
PERCENTILES = ("pay_p25", "pay_p50", "pay_p75")


def mismatch_id(method: Method, found: Measure) -> str:
    """The indicator's id: `over_normative_b`, `field_mismatch_rule`, `skills_not_met`."""
    if method.dimension == "vertical":
        return f"{found}_{method.name}"
    return f"field_mismatch_{method.name}" if method.dimension == "horizontal" else "skills_not_met"


MISMATCHES = {mismatch_id(m, found): (m, found) for m in METHODS for found in m.measures}
"""Indicator -> the method and the verdict whose share it is."""


def put_work(sheet: Sheet, people: Looked) -> None:
    """Response and employment, those of them that the table has."""
    cohort, answered = people.n(EVERYONE), people.n(RESPONDENTS)
    working, seeking, away = (people.per_record(name, RESPONDENTS) for name in STATUSES)
    coverage, population = _ratio(answered, cohort), people.value(EVERYONE)
    effect = people.design_effect()
    rates = {
        "response_rate": (employment.response_rate(answered, cohort), cohort),
        "employment_rate": (
            employment.thai_employment_rate(working, answered, away, population, effect),
            answered,
        ),
        "employment_to_population": (
            employment.employment_to_population(working, answered, population, effect),
            answered,
        ),
        "unemployment_rate": (
            employment.unemployment_rate(seeking, working, answered, population, effect),
            working + seeking,
        ),
    }
    for name, (found, n) in rates.items():
        if name in sheet.definition.position:
            sheet.put(name, found, n=n, coverage=coverage, scale=PERCENT)


def put_counts(sheet: Sheet, people: Looked) -> None:
    """Graduates, respondents and seekers, those of them that the table has."""
    coverage = _ratio(people.n(RESPONDENTS), people.n(EVERYONE))
    for name, counted, of_them in (
        ("graduates", EVERYONE, None),
        ("employed_graduates", EVERYONE, None),
        ("respondents", RESPONDENTS, None),
        ("seekers", SEEKING, coverage),
        ("stated_pay", STATED_PAY, None),
    ):
        if name in sheet.definition.position:
            sheet.count(name, people.value(counted), coverage=of_them)


def put_mismatch(sheet: Sheet, people: Looked, *, of_cohort: bool = True) -> None:
    """Every method's share that the table has, of those it judged.

    The question concerns who works, and who may, having told nothing of it.
    """
    concerned = people.n(IN_WORK) + people.n(UNANSWERED)
    uncoded = _ratio(people.n(UNCODED), people.n(IN_WORK))
    for name, (method, found) in MISMATCHES.items():
        if name not in sheet.definition.position:
            continue
        judged = people.n(measure(method, JUDGED))
        sheet.put(
            name,
            mismatch_share(people, method, found, of_cohort=of_cohort),
            n=judged,
            coverage=_ratio(judged, concerned),
            uncoded=uncoded if method.needs else None,
            scale=PERCENT,
        )


def put_pay(sheet: Sheet, people: Looked, counts: Counts) -> None:
    """P25, P50 and P75 of pay in baht a month."""
    put_percentiles(sheet, PERCENTILES, counts.pay, people)


def put_percentiles(sheet: Sheet, names: tuple[str, ...], found: Estimates, looked: Looked) -> None:
    """Percentiles, cells × names, of the cells that a universe has; n are those who state pay."""
    hidden, stated = np.isnan(looked.n(EVERYONE)), looked.n(STATED_PAY)
    for i, name in enumerate(names):
        value, low, high = (
            taken(part[:, i], looked.rows, np.nan) for part in (found.value, found.low, found.high)
        )
        reason = taken(found.reason[:, i], looked.rows, _NOBODY)
        n = np.where(np.isnan(value), np.nan, stated)
        sheet.put(name, estimated(value, low, high, reason, hidden), n=n)


def mismatch_share(
    people: Looked, method: Method, found: Measure, *, of_cohort: bool = True
) -> Estimates:
    """Of the weighted; the interval is at the number of records judged.

    Weights tell how many graduates a sample stands for: it is no census of itself. Nor are cells
    by what is known of respondents alone, such as their occupation: these are not `of_cohort`.
    """
    base = measure(method, JUDGED)
    having = people.per_record(measure(method, found), base)
    everyone = people.value(IN_WORK) + people.value(UNANSWERED) if of_cohort else None
    return proportion(having, people.n(base), everyone, people.design_effect())


def _ratio(part: Floats, whole: Floats) -> Floats:
    nothing = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole > 0))
