"""Addresses between pages; the reader's language and release go along."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import url_for

from services.reporting.data_sets import TOTAL
from services.reporting.pages.names import Entry, Kind
from services.reporting.pages.rendering import kept
from services.reporting.pages.scene import Scene
from services.reporting.pages.table import Table

ENTITY_PATHS: Mapping[Kind, str] = {
    "occupation": "occupations",
    "field": "fields",
    "region": "regions",
    "institution": "institutions",
}


def entity(scene: Scene, kind: Kind, code: str) -> str:
    """The page of an occupation, field, region or institution."""
    chosen: dict[str, Any] = kept(scene.reader)
    return url_for(f"entities.{kind}", code=code, **chosen)


def data_set(scene: Scene, name: str) -> str:
    """The page of a published table."""
    chosen: dict[str, Any] = kept(scene.reader)
    return url_for("published_tables.DataSet", name=name, **chosen)


def figure(scene: Scene, table: str, indicator: str, codes: Mapping[str, str]) -> str:
    """The page of one figure, with where it comes from."""
    stated: dict[str, Any] = {name: code for name, code in codes.items() if code != TOTAL}
    stated |= {"lang": scene.reader.language, "release": scene.publication.version}
    return url_for("figure_pages.Figure", table=table, indicator=indicator, **stated)


def entry(scene: Scene, found: Entry) -> str:
    """Where something found by name is shown."""
    if found.kind in ENTITY_PATHS:
        return entity(scene, found.kind, found.code)
    if found.kind == "data_set":
        return data_set(scene, found.code)
    return figure(scene, "skills", "share_gap", {"skill": found.code})


def linked(scene: Scene, table: Table) -> Table:
    """The table with each line leading to the page of its code, where its kind has pages."""
    kind = next((kind for kind in ENTITY_PATHS if kind == table.kind), None)
    if kind is None:
        return table
    lines = [
        replace(line, href=entity(scene, kind, line.code)) if line.code else line
        for line in table.lines
    ]
    return replace(table, lines=lines)
