"""What is odd about a batch, by itself and beside the provider's last one: warnings, no refusals.

A threshold is where a person who looks would ask back. It needs enough records on both sides, so
that chance alone, three standard errors of a share or a median, does not reach it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from services.ingestion.quality.histogram import median_pay
from services.ingestion.quality.tally import Tally
from services.ingestion.quality.wording import WARNINGS, name_of

ENOUGH = 50
"""Records on each side: half of them missing a fact is then ± 21 points at three errors."""
PAY_FACTOR = 2.0
"""A cohort's median moves by some per cent a year; units make it 26, 12 or half."""
LEAST_PAY, MOST_PAY = 5_000.0, 300_000.0
"""Half of the lowest full-time wage a month, and more than any occupation's median."""
FACT_FELL = 0.25
GROUP_SHARE = 0.05
"""That a group of a twentieth has none among 200 records is chance once in 28,000 batches."""
GROUP_RECORDS = 200
SHRANK = 0.5
REFUSED_ROSE = 0.1
RESPONSE_FELL = 0.2
ERAS = 5
"""Years refused that would be years 543 earlier or later; one or two may be slips."""


@dataclass(frozen=True)
class QualityWarning:
    """One thing that is odd: a code, and its values for the sentence about it."""

    code: str
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """The sentence in `th` or `en`."""
        english, thai = WARNINGS[self.code]
        named = {
            name: name_of(value, language) if isinstance(value, str) else value
            for name, value in self.values.items()
        }
        return (thai if language == "th" else english).format(**named)


Warnings = Iterator[QualityWarning]


def warnings_of(now: Tally, before: Tally | None) -> list[QualityWarning]:
    """All that is odd about `now`; `before` is the provider's last batch of the kind.

    Rows of a batch that come mended are few and of one sort, which says nothing.
    """
    found = [warning for look in _ALONE for warning in look(now)]
    if before is not None and not now.is_mended:
        found += [warning for compare in _COMPARED for warning in compare(before, now)]
    return found


def median_is_no_pay(now: Tally) -> Warnings:
    """Half of the pay below any wage, or above any salary: other units than stated."""
    pays, median = now.table("pay"), median_pay(now.table("pay"))
    if median is not None and pays.total() >= ENOUGH and not LEAST_PAY <= median <= MOST_PAY:
        yield QualityWarning("pay_implausible", {"median": _about(median)})


def years_are_off(now: Tally) -> Warnings:
    """Years refused that would be right in the other era."""
    for code in ("too_late", "too_early"):
        rows = now.table("eras")[code]
        if rows >= ERAS:
            yield QualityWarning(f"era_{code}", {"rows": rows})


def pay_changed(before: Tally, now: Tally) -> Warnings:
    """The median halved or doubled."""
    was, is_now = median_pay(before.table("pay")), median_pay(now.table("pay"))
    if was is None or is_now is None or not _enough(before, now, "pay"):
        return
    stated = {"before": _about(was), "now": _about(is_now)}
    if is_now <= was / PAY_FACTOR:
        yield QualityWarning("pay_fell", stated)
    elif is_now >= was * PAY_FACTOR:
        yield QualityWarning("pay_rose", stated)


def facts_went_missing(before: Tally, now: Tally) -> Warnings:
    """A fact is stated much more rarely than it was."""
    for table in ("present", "job"):
        of_before, of_now = before.table(table), now.table(table)
        if min(of_before["record"], of_now["record"]) < ENOUGH:
            continue
        for fact in sorted(of_before.keys() - {"record"}):
            was = of_before[fact] / of_before["record"]
            share = of_now[fact] / of_now["record"]
            if was - share >= FACT_FELL:
                stated = {"fact": fact, "before": _percent(was), "now": _percent(share)}
                yield QualityWarning("fact_missing", stated)


def groups_vanished(before: Tally, now: Tally) -> Warnings:
    """A level or province that was a part of the last batch, and none of it here."""
    for table in ("level", "region"):
        was, is_now = before.table(table), now.table(table)
        if is_now.total() < GROUP_RECORDS:
            continue
        for code in sorted(was.keys() - is_now.keys()):
            share = was[code] / was.total()
            if share >= GROUP_SHARE:
                stated = {"code": f"{table}:{code}", "before": _percent(share)}
                yield QualityWarning("group_vanished", stated)


def batch_shrank(before: Tally, now: Tally) -> Warnings:
    """Not half as many records as last time."""
    was, is_now = _rows(before), _rows(now)
    if was >= ENOUGH and is_now < was * SHRANK:
        yield QualityWarning("shrank", {"before": was, "now": is_now})


def more_is_refused(before: Tally, now: Tally) -> Warnings:
    """A larger share of the rows could not be taken."""
    if min(_rows(before), _rows(now)) < ENOUGH:
        return
    was = before.table("rows")["invalid"] / _rows(before)
    share = now.table("rows")["invalid"] / _rows(now)
    if share - was >= REFUSED_ROSE:
        stated = {"before": _percent(was), "now": _percent(share)}
        yield QualityWarning("refused_rose", stated)


def fewer_answered(before: Tally, now: Tally) -> Warnings:
    """The survey's response rate fell; a batch without any survey is no survey that failed."""
    was, share = response_rate(before.table("survey")), response_rate(now.table("survey"))
    if was is None or share is None or not _enough(before, now, "survey"):
        return
    if was - share >= RESPONSE_FELL:
        stated = {"before": _percent(was), "now": _percent(share)}
        yield QualityWarning("response_fell", stated)


_ALONE: tuple[Callable[[Tally], Warnings], ...] = (median_is_no_pay, years_are_off)
_COMPARED: tuple[Callable[[Tally, Tally], Warnings], ...] = (
    pay_changed,
    facts_went_missing,
    groups_vanished,
    batch_shrank,
    more_is_refused,
    fewer_answered,
)


def response_rate(survey: Counter[str]) -> float | None:
    """Answers among all who could have been asked; None when nothing tells of a survey."""
    asked = survey.total() - survey["none"]
    return (asked - survey["unknown"]) / survey.total() if asked else None


def _enough(before: Tally, now: Tally, table: str) -> bool:
    return min(before.table(table).total(), now.table(table).total()) >= ENOUGH


def _rows(tally: Tally) -> int:
    return tally.table("rows").total()


def _percent(share: float) -> int:
    return round(100 * share)


def _about(pay: float) -> float:
    """Three digits; an amount that was stated in thousands does not become nothing."""
    return float(f"{pay:.3g}")
