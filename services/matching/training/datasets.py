"""Survey files told as match facts, by a declarative profile for each file."""

import csv
import gzip
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from services.matching.mismatch import groups
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.pay import ridits
from shared.taxonomy import isco, isic

SHARED_DATA = Path(__file__).parents[3] / ".." / "shared" / "data"
"""Where the survey files lie unless told otherwise; no service needs them."""

_PROFILES = Path(__file__).with_name("profiles")
_IS_CODE = {"isco": isco.is_code, "isic": isic.is_code}

Row = Mapping[str, str]
Spec = Mapping[str, Any]


@dataclass(frozen=True)
class SurveyedGraduate:
    """One interviewed graduate.

    `facts` hold the graduate's own verdict too (job relation, level required); `in_reference`
    marks the sample of the published reference results; `checks` are for checks by group and
    never inputs.
    """

    facts: MatchFacts
    country: str
    in_reference: bool
    checks: Mapping[str, str]


def read_survey(name: str, directory: Path = SHARED_DATA) -> list[SurveyedGraduate]:
    """The sample of the survey `name`, in the file's order."""
    profile = yaml.safe_load((_PROFILES / f"{name}.yaml").read_text("utf-8"))
    rows = [row for row in _rows(directory / profile["file"]) if _holds(profile["sample"], row)]
    graduates = [_graduate(profile, row) for row in rows]
    bands = [_value(profile["pay_band"], row) for row in rows]
    return _with_pay(graduates, bands)


def attribution(name: str) -> str:
    """How the source wants to be named."""
    profile = yaml.safe_load((_PROFILES / f"{name}.yaml").read_text("utf-8"))
    return str(profile["attribution"])


def _rows(path: Path) -> Iterable[Row]:
    """Rows with whole numbers written plainly: `4.0` is `4`."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {column: value.removesuffix(".0") for column, value in row.items()}


def _graduate(profile: Spec, row: Row) -> SurveyedGraduate:
    values = {fact: _value(spec, row) for fact, spec in profile["facts"].items()}
    country = _value(profile["country"], row)
    facts = MatchFacts(country=country, **values)
    checks = {
        name: country if "from" in spec else _value(spec, row)
        for name, spec in profile["checks"].items()
    }
    return SurveyedGraduate(
        facts=facts,
        country=country,
        in_reference=_holds(profile["reference"], row),
        checks={name: value for name, value in checks.items() if value},
    )


def _with_pay(graduates: list[SurveyedGraduate], bands: list[int | None]) -> list[SurveyedGraduate]:
    """Pay as its ridit among the surveyed graduates of the same country."""
    by_country: dict[str, list[int]] = defaultdict(list)
    for index, graduate in enumerate(graduates):
        by_country[graduate.country].append(index)
    placed = list(graduates)
    for indices in by_country.values():
        positions = ridits([bands[index] for index in indices])
        for index, position in zip(indices, positions, strict=True):
            facts = replace(graduates[index].facts, pay_position=position)
            placed[index] = replace(graduates[index], facts=facts)
    return placed


def _value(spec: Spec, row: Row) -> Any:
    """One fact by its rule: a constant, a value map, a group's codes, codes, steps or cases."""
    if "constant" in spec:
        return spec["constant"]
    if "cases" in spec:
        return next((case["then"] for case in spec["cases"] if _case(case, row)), None)
    if "classification" in spec:
        return _codes(spec, row)
    if "cuts" in spec:
        found = row[spec["column"]]
        return bisect_right(spec["cuts"], float(found)) + 1 if found else spec["empty"]
    value = spec["values"].get(row[spec["column"]])
    if "group" in spec:
        scheme, kind = spec["group"]
        return groups.members(scheme, kind, value) if value else frozenset()
    return value


def _case(case: Spec, row: Row) -> bool:
    below = all(
        row[column] and float(row[column]) < limit
        for column, limit in case.get("below", {}).items()
    )
    return below and _holds(case["when"], row)


def _holds(conditions: Mapping[str, list[str]], row: Row) -> bool:
    return all(row[column] in accepted for column, accepted in conditions.items())


def _codes(spec: Spec, row: Row) -> groups.Codes:
    """The first column's value that is a code, padded to its digits or as written."""
    is_code = _IS_CODE[spec["classification"]]
    for column, digits in spec["columns"].items():
        for written in (row[column].zfill(digits), row[column]):
            if row[column] and is_code(written):
                return frozenset((written,))
    return frozenset()
