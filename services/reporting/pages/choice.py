"""What a reader chose: cohort, level, region, field and release, as the address states them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from marshmallow import fields

from services.reporting.data_sets import TOTAL, DataSet, Publication
from services.reporting.labels import BUDDHIST_OFFSET
from services.reporting.publication.versions import LATEST
from shared.web.faults import fault
from shared.web.problem import Problem

COHORTS = "graduate-outcomes"
FILTERS = ("year", "level", "region", "field")
_BUDDHIST_FROM = 2200


@dataclass(frozen=True)
class Choice:
    """A code of every dimension that pages are filtered by; `_T` is everything together."""

    year: str = TOTAL
    level: str = TOTAL
    region: str = TOTAL
    field: str = TOTAL

    def narrowed(self) -> dict[str, str]:
        """The dimensions in which less than everything is chosen."""
        return {name: code for name in FILTERS if (code := getattr(self, name)) != TOTAL}

    def cell(self, *dimensions: str) -> dict[str, str]:
        """The codes chosen in these dimensions."""
        return {name: getattr(self, name) for name in dimensions}


class PageArgs(ma.Schema):
    """What may stand in a page's address; what is left empty is not chosen."""

    year = fields.String(metadata={"description": "year of graduation, CE or BE; _T: all years"})
    level = fields.String(metadata={"description": "ISCED 2011 level"})
    region = fields.String(metadata={"description": "NSO region or ISO 3166-2 province"})
    field = fields.String(metadata={"description": "ISCED-F 2013 broad field"})
    release = fields.String(
        metadata={"description": "latest, live, a version, or a pin such as 2.*"}
    )
    lang = fields.String(metadata={"description": "th or en"})

    @ma.pre_load
    def _without_empty(self, given: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        return {name: given[name] for name in given if given[name] != ""}

    @ma.post_load
    def _in_common_era(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        stated = given.get("year", "")
        if stated.isdecimal() and int(stated) > _BUDDHIST_FROM:
            given["year"] = str(int(stated) - BUDDHIST_OFFSET)
        return given


def pin_of(given: Mapping[str, Any]) -> str:
    """The release asked for."""
    return str(given.get("release", LATEST))


def choice_of(given: Mapping[str, Any], publication: Publication) -> Choice:
    """The choice, of members that the publication has; without a year its newest cohort.

    Raises:
        Problem: `invalid`, naming every code that it does not have.
    """
    cohorts = publication.data_sets[COHORTS]
    chosen = {name: given.get(name, TOTAL) for name in FILTERS}
    chosen["year"] = given.get("year") or newest_cohort(cohorts)
    unknown = [
        (f"?{name}", fault("unknown_code", value=code, classification=name))
        for name, code in chosen.items()
        if code not in cohorts.dimension(name).position
    ]
    if unknown:
        raise Problem("invalid", faults=unknown)
    return Choice(**chosen)


def newest_cohort(cohorts: DataSet) -> str:
    """The last year of graduation with a count that may be shown; `_T` where there is none."""
    years = [member.code for member in cohorts.dimension("year").members]
    for year in sorted((code for code in years if code.isdecimal()), reverse=True):
        found = cohorts.figure("graduates", year=year)
        if found is not None and found.value:
            return year
    return TOTAL
