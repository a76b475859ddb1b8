"""The page's filter form: what may be chosen and what is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from sqlalchemy import Connection, func, select

from services.reporting.arguments import SelectionArgs
from services.reporting.dashboard.numbers import year as in_era
from services.reporting.queries.selection import Selection
from services.reporting.store import graduate_facts
from shared.taxonomy import levels, regions
from shared.web.language import Language

_LOWEST_LEVEL, _HIGHEST_LEVEL = 2, 8


class PageArgs(SelectionArgs):
    """The form's fields; what is left empty is not chosen."""

    class Meta:
        fields = ("year_from", "year_to", "region", "level", "lang")

    @ma.pre_load
    def _without_empty(self, given: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        chosen = {name: given[name] for name in given if given[name] != ""}
        return _years_in_order(chosen)


@dataclass(frozen=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    chosen: bool


def _years_in_order(chosen: dict[str, Any]) -> dict[str, Any]:
    """Whoever picks the years the wrong way round means the same span."""
    first, last = str(chosen.get("year_from", "")), str(chosen.get("year_to", ""))
    if first.isdigit() and last.isdigit() and int(first) > int(last):
        return {**chosen, "year_from": last, "year_to": first}
    return chosen


def parameters(selection: Selection) -> dict[str, Any]:
    """The selection as query parameters, without what is not chosen."""
    names = ("year_from", "year_to", "region", "level")
    return {name: str(value) for name in names if (value := getattr(selection, name)) is not None}


def year_options(connection: Connection, chosen: int | None, language: Language) -> list[Option]:
    """The years that there are graduates of, newest first."""
    year = graduate_facts.c.year
    first, last = connection.execute(select(func.min(year), func.max(year))).one()
    if first is None:
        return []
    return [Option(str(y), in_era(y, language), y == chosen) for y in range(last, first - 1, -1)]


def level_options(chosen: int | None, language: Language) -> list[Option]:
    """Levels from lower secondary to doctorate."""
    return [
        Option(str(level), levels.label(level, language), level == chosen)
        for level in range(_LOWEST_LEVEL, _HIGHEST_LEVEL + 1)
    ]


def region_options(chosen: str | None, language: Language) -> Sequence[Option]:
    """The five regions of the National Statistical Office."""
    return [_place(code, chosen, language) for code in regions.NSO_REGIONS]


def province_options(chosen: str | None, language: Language) -> Sequence[Option]:
    """The 77 provinces, by name."""
    found = [_place(code, chosen, language) for code in regions.provinces()]
    return sorted(found, key=lambda option: option.text)


def _place(code: str, chosen: str | None, language: Language) -> Option:
    return Option(code, regions.label(code, language), code == chosen)
