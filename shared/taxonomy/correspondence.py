"""Which fields of education and which levels an occupation calls for, from versioned tables.

Field: Montt, G. (2015), "The causes and consequences of field-of-study mismatch", OECD Social,
Employment and Migration Working Papers 167, Annex 2, whose ISCED 1997 field groups are told here
in ISCED-F 2013. Level: the two maps of the normative method, A (ILO's skill levels of ISCO-08)
and B (the coarser one, default).
"""

from functools import cache
from typing import Literal

from shared.taxonomy import isced_f, isco
from shared.taxonomy.tables import rows

VERSION = "Montt 2015 Annex 2 in ISCED-F lmis-1; vertical maps A-1, B-1"

VerticalMap = Literal["A", "B"]


@cache
def _permitted() -> dict[str, frozenset[str]]:
    """Minor group -> field prefixes permitted in it."""
    fields: dict[str, set[str]] = {}
    for row in rows("field_occupation.csv"):
        for minor in row["isco_minor"].split():
            fields.setdefault(minor, set()).update(row["isced_f"].split())
    return {minor: frozenset(prefixes) for minor, prefixes in fields.items()}


@cache
def _field_prefixes() -> tuple[str, ...]:
    return tuple(
        prefix for row in rows("field_occupation.csv") for prefix in row["isced_f"].split()
    )


@cache
def _vertical() -> dict[tuple[str, str], tuple[int, int]]:
    return {
        (row["map"], row["isco_major"]): (int(row["isced_min"]), int(row["isced_max"]))
        for row in rows("vertical_maps.csv")
    }


def permitted_fields(occupation: str) -> frozenset[str]:
    """Field prefixes permitted in the occupation's minor group; empty when the source has none.

    Needs three digits or more: a major or sub-major group is too wide to judge.
    """
    return _permitted().get(occupation[:3], frozenset())


def field_matches(field: str, occupation: str) -> bool | None:
    """Whether the field is in the occupation's permitted set; None when that cannot be told.

    Unknown are generic programmes (00), codes that are none, and minor groups that the source
    lists under no field (armed forces, legislators and a few more).
    """
    permitted = permitted_fields(occupation)
    known = (
        permitted
        and isco.is_code(occupation)
        and isced_f.is_code(field)
        and field.startswith(_field_prefixes())
    )
    return field.startswith(tuple(permitted)) if known else None


def required_levels(occupation: str, vertical_map: VerticalMap = "B") -> tuple[int, int] | None:
    """Least and greatest ISCED level that the major group calls for; None for armed forces."""
    return _vertical().get((vertical_map, occupation[:1])) if isco.is_code(occupation) else None
