"""The universe of graduates: by what they are split, what is counted of them, and how deep."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube import schemes
from services.reporting.cube.axis import Axis, axis_of
from services.reporting.cube.counting import Floats, Ints, Universe
from services.reporting.cube.cuts import Cut
from services.reporting.cube.measures import EVERYONE, Breakdown, Measures
from services.reporting.cube.pay import STATED_PAY, paid
from services.reporting.cube.verdicts import MATCH, OVER, UNDER, Verdicts, verdicts
from services.reporting.facts import Coded, Graduates
from services.reporting.labels import Labels
from services.reporting.methods import METHODS, Method

IN_WORK, SEEKING, AWAY = STATUSES = ("in_work", "seeking", "away")
"""Employed or self-employed; looking for work; studying or not available for work."""
UNANSWERED, RESPONDENTS = "unanswered", "respondents"
CODED, UNCODED = "in_work_coded", "in_work_uncoded"
JUDGED = "judged"
_MEANT = {
    "employed": IN_WORK,
    "self_employed": IN_WORK,
    "unemployed": SEEKING,
    "studying": AWAY,
    "not_available": AWAY,
}
_EPOCH = 1970
_SINCE = (*(f"{years:02}" for years in range(10)), "10+")
_STUDIED: Labels = {"th": "ภูมิภาคที่ศึกษา", "en": "region of study"}
_WORKS: Labels = {"th": "ภูมิภาคที่ทำงาน", "en": "region of work"}

Names = Mapping[str, Labels]
"""Organisation -> its name."""


def universe(graduates: Graduates, names: Names) -> Universe:
    """Graduates by what and where they studied, and by what and where they work."""
    return Universe(
        "graduates", _axes(graduates, names), _measures(graduates), CUTS,
        weights_of(graduates), persons_of(graduates),
    )  # fmt: skip


def weights_of(graduates: Graduates) -> Floats | None:
    """Survey weights; None where all weigh 1."""
    return None if (graduates.weight == 1).all() else graduates.weight


def persons_of(graduates: Graduates) -> Ints | None:
    """How many persons each record stands for; None where each is one."""
    return None if (graduates.persons == 1).all() else graduates.persons.astype(np.int64)


def _axes(graduates: Graduates, names: Names) -> tuple[Axis, ...]:
    return (
        axis_of(schemes.year(), numbers(graduates.year)),
        axis_of(schemes.level(), numbers(graduates.level)),
        axis_of(schemes.field(deep=True), graduates.field),
        axis_of(schemes.region(_STUDIED), graduates.study_region),
        axis_of(schemes.institution(names), graduates.provider),
        axis_of(schemes.occupation(), _of_working(graduates, graduates.occupation)),
        axis_of(schemes.industry(), _of_working(graduates, graduates.industry)),
        axis_of(
            schemes.region(_WORKS, "work_region"), _of_working(graduates, graduates.work_region)
        ),
        axis_of(schemes.since(), _years_since(graduates)),
    )


def _of_working(graduates: Graduates, column: Coded) -> Coded:
    """What is said of the job of those in work; the others have none."""
    codes = np.where(graduates.in_work == 1, column.codes, -1)
    return Coded(codes.astype(np.int32), column.values)


def _years_since(graduates: Graduates) -> Coded:
    """The survey's year less the year of graduation, of which no day is known."""
    asked = graduates.surveyed_on.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    years = asked + _EPOCH - graduates.year
    known = (graduates.surveyed_on >= 0) & (graduates.year >= 0) & (years >= 0)
    codes = np.where(known, np.minimum(years, len(_SINCE) - 1), -1)
    return Coded(codes.astype(np.int32), _SINCE)


def numbers(column: NDArray[Any]) -> Coded:
    """A column of numbers as codes; below 0 is not stated."""
    values, codes = np.unique(column, return_inverse=True)
    unstated = int((values < 0).sum())
    shifted = codes.astype(np.int32) - unstated
    return Coded(np.maximum(shifted, -1), tuple(str(value) for value in values[unstated:]))


def measure(method: Method, part: str) -> str:
    """`vertical_model.over`."""
    return f"{method.column}.{part}"


def _measures(graduates: Graduates) -> Measures:
    breakdowns = [_statuses(graduates), _coded(graduates), paid(graduates)]
    sums: list[tuple[str, tuple[str, ...]]] = [(RESPONDENTS, STATUSES)]
    for method, verdict in verdicts(graduates).items():
        breakdowns.append(Breakdown(_parts(method), _found(method, verdict)))
        sums.append((measure(method, JUDGED), _parts(method)))
    return Measures(breakdowns, sums, {}, _alike(breakdowns))


def _alike(breakdowns: Sequence[Breakdown]) -> dict[str, str]:
    """Methods that judge the same graduates, such as all whose occupation has a code: hidden one
    by one, the count of one would tell that of the others.
    """
    known: dict[bytes, str] = {}
    aliases = {}
    for breakdown in breakdowns:
        name = _judged_by(breakdown)
        if name is None:
            continue
        counted = breakdown.codes == 0 if name == CODED else breakdown.codes >= 0
        first = known.setdefault(counted.tobytes(), name)
        if first != name:
            aliases[name] = first
    return aliases


def _judged_by(breakdown: Breakdown) -> str | None:
    """The measure that counts a breakdown's judged, or its coded."""
    first = breakdown.parts[0]
    if first == CODED:
        return CODED
    method, dot, _ = first.partition(".")
    return f"{method}.{JUDGED}" if dot else None


def _statuses(graduates: Graduates) -> Breakdown:
    parts = (*STATUSES, UNANSWERED)
    column = graduates.employment_status
    known = [parts.index(_MEANT.get(word, UNANSWERED)) for word in column.values]
    codes = np.array([*known, parts.index(UNANSWERED)], np.int8)[column.codes]
    return Breakdown(parts, codes)


def _coded(graduates: Graduates) -> Breakdown:
    """Graduates in work by whether their occupation has a code."""
    without = (graduates.occupation.codes < 0).astype(np.int8)
    return Breakdown((CODED, UNCODED), np.where(graduates.in_work == 1, without, np.int8(-1)))


def _parts(method: Method) -> tuple[str, ...]:
    """A measure for each verdict the method can give, the match last."""
    return tuple(measure(method, found) for found in (*method.measures, "match"))


def _found(method: Method, verdict: Verdicts) -> Verdicts:
    """Place among the parts; who is not judged is in none."""
    place = {OVER: 0, UNDER: 1, MATCH: len(method.measures)}
    known = np.array([place.get(word, -1) for word in range(5)], np.int8)
    return known[verdict]


def measures_of(*methods: Method) -> frozenset[str]:
    """Everyone, the statuses, the coded, and all that is counted of these methods."""
    counted = {EVERYONE, *STATUSES, UNANSWERED, RESPONDENTS, CODED, UNCODED}
    for method in methods:
        counted |= {*_parts(method), measure(method, JUDGED)}
    return frozenset(counted)


_CORE = tuple(m for m in METHODS if m.column in ("vertical_normative_b", "horizontal_rule"))
_COUNT = frozenset({EVERYONE})
_PAID = frozenset({STATED_PAY})

CUTS = (
    Cut(
        {"year": "year", "level": "level", "field": "broad", "region": "region"},
        measures_of(*METHODS) | _PAID,
    ),
    Cut({"year": "year", "level": "level", "field": "detailed"}, measures_of(*METHODS) | _PAID),
    Cut({"field": "broad", "region": "province"}, measures_of(*METHODS) | _PAID),
    Cut({"year": "year", "level": "level", "region": "province"}, measures_of(*METHODS) | _PAID),
    Cut({"occupation": "unit"}, measures_of(*METHODS)),
    Cut({"occupation": "sub_major", "region": "region"}, _COUNT),
    Cut({"field": "broad", "occupation": "sub_major", "year": "year"}, measures_of(_CORE[0])),
    Cut({"field": "broad", "occupation": "sub_major", "level": "level"}, measures_of(_CORE[0])),
    Cut({"field": "broad", "industry": "section", "year": "year"}, measures_of(_CORE[0])),
    Cut({"field": "broad", "industry": "section", "level": "level"}, measures_of(_CORE[0])),
    Cut({"region": "region", "work_region": "region", "level": "level"}, _COUNT),
    Cut({"region": "province", "work_region": "region"}, _COUNT),
    Cut({"region": "region", "work_region": "province"}, _COUNT),
    # With the year, though no table has both: where a cohort is asked once, a year's graduates
    # are those of one number of years, and what is hidden of the one must be of the other.
    Cut({"since": "since", "year": "year", "field": "broad"}, measures_of() | _PAID),
    Cut(
        {"institution": "institution", "field": "broad", "level": "level", "year": "year"},
        measures_of(*_CORE) | _PAID,
    ),
    Cut(
        {"institution": "institution", "field": "detailed", "level": "level"},
        measures_of(*_CORE) | _PAID,
    ),
)
"""The tables of graduates; what each method finds where cells are large enough to tell it."""
