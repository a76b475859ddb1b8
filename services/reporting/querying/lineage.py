"""Where one figure comes from: release, events, sources, method, and how to ask for it again."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from services.reporting.data_sets import TOTAL, DataSet, Publication
from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.querying.conditions import code_of
from services.reporting.querying.descriptions import of_indicator, of_publication, reason_texts
from services.reporting.querying.page import figure_answer
from services.reporting.querying.refusals import Refusals, shown

Cell = Mapping[str, str]


def cell_of(table: DataSet, given: Mapping[str, str], refusals: Refusals) -> Cell:
    """The code in every dimension; everything together where none is given."""
    for name in given:
        if name not in table.definition.dimensions:
            refusals.add(f"?{shown(name)}", "unknown_dimension", value=shown(name))
    cell = {}
    for dimension in table.dimensions:
        stated = given.get(dimension.name, TOTAL)
        code = code_of(dimension, stated)
        if code is None:
            place = f"?{dimension.name}"
            refusals.add(place, "unknown_member", value=shown(stated), dimension=dimension.name)
        else:
            cell[dimension.name] = code
    return cell


def lineage(
    publication: Publication,
    table: DataSet,
    cell: Cell,
    indicator: str,
    releases: Sequence[ReleaseEntry],
) -> Mapping[str, Any] | None:
    """All that is known of the figure's origin; None where no record is counted."""
    figure = table.figure(indicator, **cell)
    if figure is None:
        return None
    return {
        **of_publication(publication, table.definition.id),
        "release": _release(publication, releases),
        "cell": cell,
        "labels": _labels(table, cell),
        "indicator": of_indicator(table.definition.indicator(indicator)),
        "figure": figure_answer(figure),
        "reason": reason_texts(figure.reason) if figure.reason else None,
        "events": [_events(key, offset) for key, offset in sorted(publication.positions.items())],
        "sources": publication.sources,
    }


def links(root: str, publication: Publication, name: str, cell: Cell, indicator: str) -> Cell:
    """Where the figure is had again, and what others doubted about it."""
    asked = urlencode({**cell, "indicators": indicator, "version": publication.version})
    doubted = urlencode({"data_set": name, "indicator": indicator})
    return {
        "query": f"{root}/v1/data-sets/{name}/query?{asked}",
        "meta": f"{root}/v1/data-sets/{name}/meta?version={publication.version}",
        "feedback": f"{root}/v1/feedback?{doubted}",
    }


def _release(publication: Publication, releases: Sequence[ReleaseEntry]) -> Cell | None:
    for entry in releases:
        if entry.version == publication.version:
            return {"version": entry.version, "issued": entry.issued, "digest": entry.digest}
    return None


def _labels(table: DataSet, cell: Cell) -> Mapping[str, Any]:
    found = {}
    for dimension in table.dimensions:
        member = dimension.members[dimension.position[cell[dimension.name]]]
        found[dimension.name] = member.labels
    return found


def _events(key: str, offset: int) -> Mapping[str, Any]:
    """`assessments.v1/0` -> its topic and partition."""
    topic, _, partition = key.rpartition("/")
    return {"topic": topic, "partition": int(partition), "next_offset": offset}
