"""One number for how good records are, and the parts it is the weighted mean of.

The parts are dimensions of quality that statistics offices and standards name: completeness,
accuracy and currentness (ISO/IEC 25012), timeliness (European Statistics Code of Practice), the
response rate. A part without evidence is left out of the mean, never counted as zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from services.ingestion.quality.drift import response_rate
from services.ingestion.quality.histogram import median
from services.ingestion.quality.tally import Tally

WEIGHTS: Mapping[str, int] = {
    "completeness": 35, "validity": 25, "timeliness": 15, "response": 15, "coding": 10,
}  # fmt: skip
PARTS_OF: Mapping[str, Sequence[str]] = {
    "graduates": ("completeness", "validity", "timeliness", "response", "coding"),
    "vacancies": ("completeness", "validity", "timeliness", "coding"),
}
NEEDED: Mapping[str, Sequence[str]] = {
    "graduates": ("subject", "level", "graduation_year", "study_region"),
    "vacancies": ("description", "region", "level_required", "pay", "industry"),
}
"""Facts without which a record is missing from published tables."""
NEEDED_OF_A_JOB = ("title", "pay", "work_region", "industry")
"""Of graduates in work."""
SOON_LATE: Mapping[str, tuple[int, int]] = {"graduates": (18, 60), "vacancies": (1, 12)}
"""Median months from the event: full marks up to the first, none from the second on.

A tracer survey asks a year after graduation; a vacancy is open for about a month.
"""


@dataclass(frozen=True)
class Part:
    """A part's value from 0 to 100, or why there is none."""

    name: str
    value: float | None
    why_not: str | None = None

    @property
    def weight(self) -> int:
        return WEIGHTS[self.name]


@dataclass(frozen=True)
class Coded:
    """How many of the texts that were to be coded have a code."""

    with_code: int
    without: int


def parts_of(tally: Tally, coded: Coded | None = None) -> list[Part]:
    """The parts that the tally's kind of record has; coding only for what is `coded` already."""
    found = {
        "completeness": _completeness(tally),
        "validity": _validity(tally),
        "timeliness": _timeliness(tally),
        "response": _response(tally),
    }
    if coded is not None:
        found["coding"] = _coding(coded)
    return [found[name] for name in PARTS_OF.get(tally.kind, ()) if name in found]


def score_of(parts: Sequence[Part]) -> float | None:
    """The weighted mean of the parts that have a value; None when none has."""
    known = [(part.weight, part.value) for part in parts if part.value is not None]
    total = sum(weight for weight, _ in known)
    return round(sum(weight * value for weight, value in known) / total, 1) if known else None


def _completeness(tally: Tally) -> Part:
    shares = _shares(tally.table("present"), NEEDED.get(tally.kind, ()))
    shares += _shares(tally.table("job"), NEEDED_OF_A_JOB)
    if not shares:
        return Part("completeness", None, "no_records")
    return Part("completeness", _percent(sum(shares) / len(shares)))


def _shares(counts: Mapping[str, int], facts: Sequence[str]) -> list[Fraction]:
    """Nothing for records that there are none of."""
    records = counts.get("record", 0)
    return [Fraction(counts.get(fact, 0), records) for fact in facts] if records else []


def _validity(tally: Tally) -> Part:
    rows = tally.table("rows")
    if not rows.total():
        return Part("validity", None, "no_batches")
    return Part("validity", _percent(1 - Fraction(rows["invalid"], rows.total())))


def _timeliness(tally: Tally) -> Part:
    months = median(tally.table("months"))
    if months is None:
        return Part("timeliness", None, "no_dates")
    soon, late = SOON_LATE[tally.kind]
    return Part("timeliness", _percent(Fraction(late - max(soon, min(months, late)), late - soon)))


def _response(tally: Tally) -> Part:
    rate = response_rate(tally.table("survey"))
    return Part("response", None, "no_survey") if rate is None else Part("response", _percent(rate))


def _coding(coded: Coded) -> Part:
    if not coded.with_code + coded.without:
        return Part("coding", None, "no_codings")
    return Part("coding", _percent(Fraction(coded.with_code, coded.with_code + coded.without)))


def _percent(share: Fraction | float) -> float:
    return round(float(100 * share), 1)
