"""JSON-stat 2.0: the extract as a cube, with the indicator as its last dimension.

https://json-stat.org/full/. Names are English; the Thai ones are in each dimension's `extension`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from services.reporting.data_sets import Dimension, Extract, Indicator, Member
from services.reporting.data_sets.long_form import to_table
from services.reporting.exports.about import facts, notes

ROLES = {"year": "time", "period": "time", "region": "geo"}


@dataclass(frozen=True)
class _Cube:
    """The members that occur, and where each figure stands among all their combinations."""

    extract: Extract

    @cached_property
    def occurring(self) -> list[NDArray[np.int32]]:
        """Per dimension the places of its members that occur, in their order."""
        cells = self.extract.data_set.cells[self.extract.rows]
        return [np.unique(cells[:, i]) for i in range(cells.shape[1])]

    @property
    def size(self) -> list[int]:
        return [*(len(places) for places in self.occurring), len(self.extract.indicators)]

    def positions(self) -> NDArray[np.int64]:
        """Of every figure in row-major order, as `value` is indexed."""
        cells = self.extract.data_set.cells[self.extract.rows]
        at = np.zeros(len(cells), np.int64)
        for i, places in enumerate(self.occurring):
            at = at * len(places) + np.searchsorted(places, cells[:, i])
        width = len(self.extract.indicators)
        return (at[:, None] * width + np.arange(width)).ravel()


def to_jsonstat(extract: Extract) -> bytes:
    """A dataset; what a figure has beside value and status is in `extension.figures`.

    Everything is an array when each combination is published, else an object by position; what
    an object does not list has no record.
    """
    cube, long = _Cube(extract), to_table(extract)
    definition, dimensions = extract.data_set.definition, extract.data_set.dimensions
    at = cube.positions()
    columns = {name: long[name].to_pylist() for name in _BESIDE}
    parts = {
        dimension.name: _dimension(dimension, places)
        for dimension, places in zip(dimensions, cube.occurring, strict=True)
    }
    chosen = [definition.indicator(name) for name in extract.indicators]
    dense = len(at) == int(np.prod(cube.size, dtype=np.int64))
    spread = _in_order if dense else _by_position
    beside = {name: spread(at, columns[name]) for name in _BESIDE[2:]}
    return msgspec.json.encode(
        {
            "version": "2.0",
            "class": "dataset",
            "label": definition.titles["en"],
            "source": "; ".join(dict.fromkeys(indicator.source for indicator in chosen)),
            "updated": extract.publication.issued,
            "note": [text for note in notes(extract.publication) for text in note.values()],
            "id": [*parts, "indicator"],
            "size": cube.size,
            "role": _roles(list(parts)),
            "dimension": {**parts, "indicator": _metric(chosen)},
            "value": spread(at, columns["value"]),
            "status": spread(at, columns["status"]),
            "extension": {**facts(extract), "titles": definition.titles, "figures": beside},
        }
    )


_BESIDE = ("value", "status", "low", "high", "n", "reason", "coverage", "uncoded")


def _in_order(at: NDArray[np.int64], values: Sequence[Any]) -> list[Any]:
    return [values[i] for i in np.argsort(at, kind="stable").tolist()]


def _by_position(at: NDArray[np.int64], values: Sequence[Any]) -> dict[str, Any]:
    pairs = sorted(zip(at.tolist(), values, strict=True))
    return {str(position): value for position, value in pairs if value is not None}


def _roles(names: list[str]) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for name in names:
        if name in ROLES:
            roles.setdefault(ROLES[name], []).append(name)
    return {**roles, "metric": ["indicator"]}


def _dimension(dimension: Dimension, places: NDArray[np.int32]) -> dict[str, Any]:
    members = [dimension.members[place] for place in places.tolist()]
    category: dict[str, Any] = {
        "index": [member.code for member in members],
        "label": {member.code: member.labels["en"] for member in members},
    }
    parts = _parts(members)
    if parts:
        category["child"] = parts
    thai = {member.code: member.labels["th"] for member in members}
    return {
        "label": dimension.labels["en"],
        "category": category,
        "extension": {
            "classification": dimension.classification,
            "label_th": dimension.labels["th"],
            "category_label_th": thai,
        },
    }


def _parts(members: Sequence[Member]) -> dict[str, list[str]]:
    """Group -> its parts, where both occur."""
    found: dict[str, list[str]] = {}
    codes = {member.code for member in members}
    for member in members:
        if member.parent in codes:
            found.setdefault(str(member.parent), []).append(member.code)
    return found


def _metric(indicators: Sequence[Indicator]) -> dict[str, Any]:
    return {
        "label": "indicator",
        "category": {
            "index": [i.id for i in indicators],
            "label": {i.id: i.labels["en"] for i in indicators},
            "unit": {i.id: {"label": i.unit, "decimals": i.decimals} for i in indicators},
            "note": {
                i.id: [i.definition["en"], i.formula, i.caveats["en"], i.do_not_use_for["en"]]
                for i in indicators
            },
        },
        "extension": {
            "label_th": "ตัวชี้วัด",
            "category_label_th": {i.id: i.labels["th"] for i in indicators},
        },
    }
