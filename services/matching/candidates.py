"""Which records of the other side are worth scoring: near in occupation and place first.

The search starts with the same minor group and province and widens, group by group and place by
place, until enough are found or everything was looked at.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from sqlalchemy import ColumnElement, Connection, Table, and_, or_, select, true

from services.matching.store import graduates, vacancies
from shared.taxonomy import correspondence, isced_f, isco, regions

BOUND = 2000
"""Most records scored for one ranking."""


@dataclass(frozen=True)
class Market:
    """Where to look: minor groups, narrow fields (graduates only) and a place."""

    minor_groups: frozenset[str]
    fields: frozenset[str]
    region: str | None


def vacancy_market(field: str | None, occupation: str | None, region: str | None) -> Market:
    """Where vacancies for a graduate are: in the own occupation and those usual for the field."""
    usual = _usual_minor_groups(field) if field else frozenset[str]()
    return Market(usual | _minor_group(occupation), frozenset(), region)


def graduate_market(
    fields_accepted: Iterable[str], occupation: str | None, region: str | None
) -> Market:
    """Where graduates for a vacancy are: its occupation's group, and the fields it takes."""
    fields = frozenset(fields_accepted)
    if not fields and occupation:
        fields = correspondence.permitted_fields(occupation)
    return Market(_minor_group(occupation), fields, region)


def open_vacancies(connection: Connection, market: Market, on: str, bound: int) -> list[str]:
    """Keys of up to `bound` vacancies that are open on the date `on`, newest postings first."""
    table = vacancies
    is_open = and_(
        table.c.posted_on <= on,
        or_(table.c.closes_on.is_(None), table.c.closes_on >= on),
        or_(table.c.closed_on.is_(None), table.c.closed_on > on),
    )
    return _search(connection, table, market, is_open, table.c.posted_on.desc(), bound)


def known_graduates(connection: Connection, market: Market, bound: int) -> list[str]:
    """Keys of up to `bound` graduates, latest cohorts first."""
    table = graduates
    is_known = table.c.assessment.is_not(None)
    latest = table.c.graduation_year.desc().nulls_last()
    return _search(connection, table, market, is_known, latest, bound)


def _search(
    connection: Connection,
    table: Table,
    market: Market,
    eligible: ColumnElement[bool],
    order: ColumnElement[object],
    bound: int,
) -> list[str]:
    found: dict[str, None] = {}
    for condition in _widening(table, market):
        if len(found) >= bound:
            break
        # A tier may bring keys of the tiers before; as many as `bound` always bring enough new.
        statement = (
            select(table.c.key).where(eligible, condition).order_by(order, table.c.key).limit(bound)
        )
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
    if market.fields and "field_narrow" in table.c:
        yield or_(table.c.occupation_minor.in_(minor_groups), _in_fields(table, market.fields))
    elif minor_groups:
        yield table.c.occupation_minor.in_(minor_groups)
    if minor_groups:
        yield table.c.occupation_sub_major.in_({group[:2] for group in minor_groups})
        yield table.c.occupation_major.in_({group[:1] for group in minor_groups})


def _in_fields(table: Table, fields: frozenset[str]) -> ColumnElement[bool]:
    """Graduates whose narrow field is in one of the fields, or who state only its broad one."""
    narrow = {code for code in isced_f.groups(3) if code.startswith(tuple(fields))}
    narrow |= {field[:3] for field in fields if len(field) > 3}
    only_broad = and_(
        table.c.field_narrow.is_(None), table.c.field_broad.in_({field[:2] for field in fields})
    )
    return or_(table.c.field_narrow.in_(narrow), only_broad)


def _minor_group(occupation: str | None) -> frozenset[str]:
    return frozenset({occupation[:3]} if occupation and len(occupation) >= 3 else ())


@cache
def _usual_minor_groups(field: str) -> frozenset[str]:
    return frozenset(g for g in isco.groups(3) if correspondence.field_matches(field, g))
