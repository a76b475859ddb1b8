"""Which vacancies are the market open to a graduate: near in occupation and place first.

For expectations, which need a fair number of vacancies; rankings look at all (`market`).

The search starts with the same minor group and province and widens, group by group and place by
place, until enough are found or everything was looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, true

from services.matching.store import vacancies
from shared.taxonomy import correspondence, isco, regions

BOUND = 2000
"""Most vacancies looked at for one expectation."""


@dataclass(frozen=True)
class Market:
    """Where to look: minor groups and a place."""

    minor_groups: frozenset[str]
    region: str | None


def vacancy_market(field: str | None, occupation: str | None, region: str | None) -> Market:
    """Where vacancies for a graduate are: in the own occupation and those usual for the field."""
    usual = _usual_minor_groups(field) if field else frozenset[str]()
    return Market(usual | _minor_group(occupation), region)


def open_vacancies(connection: Connection, market: Market, on: str, bound: int) -> list[str]:
    """Keys of up to `bound` vacancies that are open on the date `on`, newest postings first."""
    table = vacancies
    is_open = and_(
        table.c.posted_on <= on,
        or_(table.c.closes_on.is_(None), table.c.closes_on >= on),
        or_(table.c.closed_on.is_(None), table.c.closed_on > on),
    )
    newest = (table.c.posted_on.desc(), table.c.key)
    found: dict[str, None] = {}
    for condition in _widening(table, market):
        if len(found) >= bound:
            break
        # A tier may bring keys of the tiers before; as many as `bound` always bring enough new.
        statement = select(table.c.key).where(is_open, condition).order_by(*newest).limit(bound)
        found.update(dict.fromkeys(connection.execute(statement).scalars()))
    return list(found)[:bound]


def _widening(table: Table, market: Market) -> Iterator[ColumnElement[bool]]:
    places = [*_places(table, market.region), true()]
    for group in [*_groups(table, market), true()]:
        for place in places:
            yield and_(group, place)


def _places(table: Table, region: str | None) -> Iterator[ColumnElement[bool]]:
    if region is not None:
        yield table.c.region == region
        yield table.c.region_group == (regions.nso_region(region) or region)


def _groups(table: Table, market: Market) -> Iterator[ColumnElement[bool]]:
    minor_groups = market.minor_groups
    if minor_groups:
        yield table.c.occupation_minor.in_(minor_groups)
        yield table.c.occupation_sub_major.in_({group[:2] for group in minor_groups})
        yield table.c.occupation_major.in_({group[:1] for group in minor_groups})


def _minor_group(occupation: str | None) -> frozenset[str]:
    return frozenset({occupation[:3]} if occupation and len(occupation) >= 3 else ())


@cache
def _usual_minor_groups(field: str) -> frozenset[str]:
    return frozenset(g for g in isco.groups(3) if correspondence.field_matches(field, g))
