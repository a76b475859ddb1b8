"""By what a report splits graduates and vacancies, and how deep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, FromClause, case, func, literal, select

from services.reporting.queries.selection import RegionOf
from services.reporting.store import graduate_facts, vacancy_facts, vacancy_fields

By = Literal["field", "level", "occupation", "region", "year"]
Group = tuple[str | int | None, ...]
"""One value per dimension; None where a record's is not known, or not that deep."""


@dataclass(frozen=True)
class Grouping:
    """`by` in the order of the columns; a code of fewer digits than asked for is not known."""

    by: tuple[By, ...] = ()
    field_digits: int = 2
    occupation_digits: int = 2
    region_of: RegionOf = "study"

    def of_graduates(self) -> list[ColumnElement[Any]]:
        """One column per dimension, named after it."""
        facts = graduate_facts.c
        columns: Mapping[By, ColumnElement[Any]] = {
            "field": digits(facts.field, self.field_digits),
            "occupation": digits(facts.occupation, self.occupation_digits),
            "level": facts.level,
            "region": facts[f"{self.region_of}_region"],
            "year": facts.year,
        }
        return [columns[name].label(name) for name in self.by]

    def of_vacancies(self) -> tuple[FromClause, list[ColumnElement[Any]]]:
        """What to select from, and one column per dimension.

        By field a vacancy comes once for each group of fields it accepts.
        """
        facts = vacancy_facts.c
        columns: dict[By, ColumnElement[Any]] = {
            "occupation": digits(facts.occupation, self.occupation_digits),
            "level": facts.level_required,
            "region": facts.region,
            "year": literal(None),
        }
        source: FromClause = vacancy_facts
        if "field" in self.by:
            group = digits(vacancy_fields.c.field, self.field_digits).label("field")
            accepted = select(vacancy_fields.c.key, group).distinct().subquery("accepted")
            source = vacancy_facts.outerjoin(accepted, accepted.c.key == facts.key)
            columns["field"] = accepted.c.field
        return source, [columns[name].label(name) for name in self.by]


def digits(code: ColumnElement[str], length: int) -> ColumnElement[str]:
    """The code's group of that many digits, or NULL where the code is not that deep."""
    return case((func.length(code) >= length, func.substr(code, 1, length)))


def in_order(groups: Sequence[Group]) -> list[Group]:
    """Sorted by code, what is not known last."""
    return sorted(groups, key=lambda group: [(part is None, str(part)) for part in group])
