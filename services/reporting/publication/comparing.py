"""What differs between two releases, and what kind of version the new one is for it."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from services.reporting.data_sets import DataSet, Publication
from services.reporting.publication.versions import parsed

Kind = Literal["major", "minor", "patch", "none"]
FIRST_VERSION = "1.0.0"


def changes_between(before: Publication | None, after: Publication) -> dict[str, Any]:
    """The list of changes: of the methods, and of every table.

    A table is `added`, `removed` or `changed`, with the dimensions, members and indicators that
    came and went, and how many cells are new, gone, or have a revised figure.
    """
    old = before.data_sets if before else {}
    tables: dict[str, Any] = {}
    for name in sorted({*old, *after.data_sets}):
        if name not in old:
            tables[name] = {"change": "added", "cells_new": len(after.data_sets[name])}
        elif name not in after.data_sets:
            tables[name] = {"change": "removed", "cells_gone": len(old[name])}
        elif found := _of_table(old[name], after.data_sets[name]):
            tables[name] = {"change": "changed", **found}
    return {
        "since": before.version if before else None,
        "methods": _of_methods(before, after),
        "data_sets": tables,
    }


def kind_of(changes: Mapping[str, Any]) -> Kind:
    """Semantic: `major` when a table, dimension or indicator went or the method changed, `minor`
    when one came or there are new cells, `patch` when figures were revised or hidden.
    """
    tables = list(changes["data_sets"].values())
    if "method" in changes["methods"] or _any(tables, "removed"):
        return "major"
    if _any(tables, "added") or any("cells_new" in table for table in tables):
        return "minor"
    return "patch" if tables or changes["methods"] else "none"


def next_version(before: str | None, kind: Kind) -> str:
    """The version after `before`; 1.0.0 is the first."""
    if before is None:
        return FIRST_VERSION
    major, minor, patch = parsed(before)
    if kind == "major":
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if kind == "minor" else f"{major}.{minor}.{patch + 1}"


def _any(tables: Sequence[Mapping[str, Any]], what: str) -> bool:
    """Whether a table, or a dimension or indicator of one, was added or removed."""
    names = (f"dimensions_{what}", f"indicators_{what}")
    return any(t["change"] == what or any(name in t for name in names) for t in tables)


def _of_methods(before: Publication | None, after: Publication) -> dict[str, Any]:
    if before is None:
        return {}
    pairs = {
        name: (getattr(before, name), getattr(after, name))
        for name in ("method", "models", "taxonomies")
    }
    return {name: {"before": a, "after": b} for name, (a, b) in pairs.items() if a != b}


def _of_table(old: DataSet, new: DataSet) -> dict[str, Any]:
    found: dict[str, Any] = {}
    indicators = ([i.id for i in table.definition.indicators] for table in (old, new))
    found |= _came_and_went("indicators", *indicators)
    found |= _came_and_went("dimensions", *(table.definition.dimensions for table in (old, new)))
    if old.definition.dimensions == new.definition.dimensions:
        found |= _of_cells(old, new)
    return {name: value for name, value in found.items() if value}


def _came_and_went(what: str, old: Any, new: Any) -> dict[str, list[str]]:
    return {
        f"{what}_added": [name for name in new if name not in old],
        f"{what}_removed": [name for name in old if name not in new],
    }


def _of_cells(old: DataSet, new: DataSet) -> dict[str, int]:
    """Cells by their codes, so that moved members do not matter."""
    was, now = _by_codes(old, new)
    _, at_old, at_new = np.intersect1d(was, now, assume_unique=True, return_indices=True)
    return {
        "cells_new": len(now) - len(at_new),
        "cells_gone": len(was) - len(at_old),
        "figures_revised": _revised(old, new, np.stack([at_old, at_new], axis=1)),
    }


def _by_codes(old: DataSet, new: DataSet) -> list[NDArray[np.int64]]:
    """A number for every cell of either table, equal where the cells have equal codes."""
    keys = [np.zeros(len(table), np.int64) for table in (old, new)]
    for i in range(len(old.dimensions)):
        members = [[m.code for m in table.dimensions[i].members] for table in (old, new)]
        number = {code: n for n, code in enumerate(dict.fromkeys([*members[0], *members[1]]))}
        for key, codes, table in zip(keys, members, (old, new), strict=True):
            key *= len(number)
            key += np.array([number[code] for code in codes], np.int64)[table.cells[:, i]]
    return keys


def _revised(old: DataSet, new: DataSet, rows: NDArray[np.int64]) -> int:
    common = [i.id for i in new.definition.indicators if i.id in old.definition.position]
    columns = [[table.definition.position[name] for name in common] for table in (old, new)]
    at_old, at_new = (np.ix_(rows[:, i], np.array(columns[i], np.int64)) for i in (0, 1))
    same = old.figures.status[at_old] == new.figures.status[at_new]
    for name in ("value", "low", "high"):
        a, b = getattr(old.figures, name)[at_old], getattr(new.figures, name)[at_new]
        same &= (a == b) | (np.isnan(a) & np.isnan(b))
    return int((~same).sum())
