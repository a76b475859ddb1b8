"""The broad groups of fields, occupations and industries that the surveys behind the model use."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from shared.taxonomy import isic

Codes = frozenset[str]
"""A fact known to be one of these codes; one code when it is known exactly, none when unknown."""

Scheme = Literal["vertical", "horizontal"]
Kind = Literal["field", "occupation", "industry"]

_TABLE = Path(__file__).with_name("groups.yaml")


@cache
def _table() -> Mapping[str, Mapping[str, Mapping[str, list[str]]]]:
    return yaml.safe_load(_TABLE.read_text("utf-8"))  # type: ignore[no-any-return]


@cache
def version() -> str:
    """Version of the correspondence."""
    return str(_table()["version"])


def names(scheme: Scheme, kind: Kind) -> tuple[str, ...]:
    """The groups of one kind, in the survey's order."""
    return tuple(_table()[scheme][kind])


def members(scheme: Scheme, kind: Kind, group: str) -> Codes:
    """The codes that the table names for a group."""
    return frozenset(_table()[scheme][kind][group])


@cache
def group_of(scheme: Scheme, kind: Kind, codes: Codes) -> str | None:
    """The one group that holds all `codes`; None for no codes, several groups, or too shallow."""
    found = {_nearest(scheme, kind, code) for code in codes}
    return found.pop() if len(found) == 1 else None


@cache
def _group_by_code(scheme: Scheme, kind: Kind) -> Mapping[str, str]:
    return {code: group for group, codes in _table()[scheme][kind].items() for code in codes}


def _nearest(scheme: Scheme, kind: Kind, code: str) -> str | None:
    named = _group_by_code(scheme, kind)
    return next((named[step] for step in _LADDERS[kind](code) if step in named), None)


def _prefixes(code: str) -> list[str]:
    return [code[:length] for length in range(len(code), 0, -1)]


def _industries(code: str) -> list[str]:
    return [code, *reversed(isic.ancestors(code))] if isic.is_code(code) else []


_LADDERS: Mapping[Kind, Callable[[str], list[str]]] = {
    "field": _prefixes,
    "occupation": _prefixes,
    "industry": _industries,
}
