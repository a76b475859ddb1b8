"""Which graduates and vacancies a report is about."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, exists, func, or_, true

from services.reporting.store import graduate_facts, vacancy_facts, vacancy_fields
from shared.taxonomy import regions

RegionOf = Literal["study", "work", "home"]
COUNTRY_LETTERS = 2


@dataclass(frozen=True, kw_only=True)
class Selection:
    """All criteria hold together; a code stands for everything below it.

    `region` is a province, a country or an NSO region of Thailand, and of a graduate that of
    studies, work or home. Years are common era and, like `region_of`, speak of graduates only:
    vacancies are those open on the day of the report.
    """

    field: str | None = None
    level: int | None = None
    occupation: str | None = None
    region: str | None = None
    region_of: RegionOf = "study"
    year_from: int | None = None
    year_to: int | None = None

    def graduates(self) -> ColumnElement[bool]:
        """The condition on `graduate_facts`."""
        facts = graduate_facts.c
        return _all(
            (self.field, lambda code: below(facts.field, code)),
            (self.occupation, lambda code: below(facts.occupation, code)),
            (self.level, lambda level: facts.level == level),
            (self.region, lambda code: inside(facts[f"{self.region_of}_region"], code)),
            (self.year_from, lambda year: facts.year >= year),
            (self.year_to, lambda year: facts.year <= year),
        )

    def vacancies(self, on: date) -> ColumnElement[bool]:
        """The condition on `vacancy_facts`: open on that day, and as selected."""
        facts = vacancy_facts.c
        return is_open(on) & _all(
            (self.field, _accepts),
            (self.occupation, lambda code: below(facts.occupation, code)),
            (self.level, lambda level: facts.level_required == level),
            (self.region, lambda code: inside(facts.region, code)),
        )


def _all(*criteria: tuple[Any, Callable[[Any], ColumnElement[bool]]]) -> ColumnElement[bool]:
    """The conditions of the criteria that are stated, all together."""
    return and_(true(), *(holds(wanted) for wanted, holds in criteria if wanted is not None))


def is_open(on: date) -> ColumnElement[bool]:
    """Posted, not expired, neither closed nor filled; without a closing date: open until closed."""
    facts, day = vacancy_facts.c, on.isoformat()
    return and_(
        facts.posted_on <= day,
        or_(facts.closes_on.is_(None), facts.closes_on >= day),
        or_(facts.closed_on.is_(None), facts.closed_on > day),
        facts.filled.is_not(True),
    )


def below(column: ColumnElement[str], code: str) -> ColumnElement[bool]:
    """Codes that start with `code`."""
    return func.substr(column, 1, len(code)) == code


def inside(column: ColumnElement[str], region: str) -> ColumnElement[bool]:
    """Regions that are `region` or lie in it."""
    if region in regions.NSO_REGIONS:
        return column.in_([p for p in regions.provinces() if regions.nso_region(p) == region])
    if len(region) == COUNTRY_LETTERS:
        return below(column, region)
    return column == region


def _accepts(field: str) -> ColumnElement[bool]:
    accepted = below(vacancy_fields.c.field, field)
    return exists().where(vacancy_fields.c.key == vacancy_facts.c.key, accepted)
