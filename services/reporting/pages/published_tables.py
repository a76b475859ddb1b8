"""GET /data: every published table; /data/{name}: one of them to look through and to take away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields, validate

from services.reporting.data_sets import TOTAL, DataSet, Dimension
from services.reporting.exports import FORMATS
from services.reporting.pages import links
from services.reporting.pages.figure_pages import DIMENSIONS, CellArgs
from services.reporting.pages.filters import Filter, Option, OptionGroup
from services.reporting.pages.language import current_reader
from services.reporting.pages.names import is_group
from services.reporting.pages.numbers import day, number
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.pages.source import Source, call
from services.reporting.pages.table import Line, Table, cell_of
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem

ROWS = 25
MOST_OPTIONS = 700
_FORMAT_NAMES = {
    "json": "JSON",
    "csv": "CSV",
    "json-stat": "JSON-stat 2.0",
    "sdmx-csv": "SDMX-CSV 2.0",
    "parquet": "Parquet",
    "xlsx": "Excel (XLSX)",
}
_KNOWN_BY_CODE = ("field", "occupation")
EVERY = "*"
"""Every member of a dimension; without a choice a dimension stands at everything together."""


class TableArgs(CellArgs):
    """What of the table is looked at."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


@dataclass(frozen=True)
class Pages:
    """Where among the pages of rows the reader is."""

    this: int
    last: int
    rows: int


def blueprint(window: Window) -> Blueprint:
    """The pages of published tables."""
    routes = Blueprint("published_tables", __name__, description="Pages of published tables")

    @routes.route("/data")
    class DataSets(MethodView):
        @public
        @routes.arguments(CellArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """Every table with its size and indicators."""
            scene = _scene(window, given)
            if scene is None:
                return respond("empty.html", current_reader(), None)
            return respond(
                "tables.html",
                scene.reader,
                scene.publication,
                tables=scene.publication.data_sets.values(),
                issued=day(scene.publication.issued, scene.reader.language),
                number=number,
            )

    @routes.route("/data/<string:name>")
    class DataSet(MethodView):
        @public
        @routes.arguments(TableArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any], name: str) -> Response:
            """The table, a page of rows at a time, narrowed by any of its dimensions."""
            scene = _scene(window, given)
            if scene is None:
                return respond("empty.html", current_reader(), None)
            if name not in scene.publication.data_sets:
                unknown = fault("unknown_data_set", value=name[:60])
                raise Problem("not-found", faults=[("name", unknown)])
            table = scene.data_set(name)
            wanted = chosen(table, given)
            shown, pages = rows_of(scene, table, wanted, given["page"])
            return respond(
                "table.html",
                scene.reader,
                scene.publication,
                definition=table.definition,
                filters=[_filter(scene, d, wanted) for d in table.dimensions],
                shown=shown,
                pages=pages,
                stated={n: given[n] for n in DIMENSIONS if n in given},
                files=files(scene, table, wanted),
                number=number,
            )

    return routes


def chosen(table: DataSet, given: Mapping[str, Any]) -> dict[str, str]:
    """The code wanted in each dimension; the first one shows every member unless one is chosen.

    Raises:
        Problem: `invalid`, naming every code that the table does not have.
    """
    wanted = {}
    for i, dimension in enumerate(table.dimensions):
        usual = TOTAL if i and dimension.has_total else EVERY
        wanted[dimension.name] = str(given.get(dimension.name, usual))
    faults = [
        (f"?{name}", fault("unknown_member", value=code[:60], dimension=name))
        for name, code in wanted.items()
        if code != EVERY and code not in table.dimension(name).position
    ]
    if faults:
        raise Problem("invalid", faults=faults)
    return wanted


def rows_of(
    scene: Scene, table: DataSet, wanted: Mapping[str, str], page: int
) -> tuple[Table, Pages]:
    """A page of rows; beyond the last page it is the last."""
    rows = table.rows({name: [code] for name, code in wanted.items() if code != EVERY})
    last = max(1, -(-len(rows) // ROWS))
    page = min(page, last)
    reader, definition = scene.reader, table.definition
    varied = [name for name, code in wanted.items() if code == EVERY]
    lines = [
        _line(scene, table, row, varied)
        for row in rows[(page - 1) * ROWS : page * ROWS].tolist()
    ]  # fmt: skip
    head = " · ".join(reader.name(table.dimension(name).labels) for name in varied)
    columns = [reader.name(indicator.labels) for indicator in definition.indicators]
    shown = Table(reader.name(definition.titles), head or reader.say("Cell"), columns, lines)
    return shown, Pages(page, last, len(rows))


def files(scene: Scene, table: DataSet, wanted: Mapping[str, str]) -> list[tuple[str, str]]:
    """The same rows in every form: name and address."""
    codes = {name: [code] for name, code in wanted.items() if code != EVERY}
    indicators = [indicator.id for indicator in table.definition.indicators]
    source = Source(table.definition.id, codes, indicators)
    return [(_FORMAT_NAMES.get(name, name), call(scene, source, name)) for name in FORMATS]


def _scene(window: Window, given: Mapping[str, Any]) -> Scene | None:
    return scene_of(window.shelf, {n: given[n] for n in ("lang", "release") if n in given})


def _line(scene: Scene, table: DataSet, row: int, varied: Sequence[str]) -> Line:
    codes, name = table.codes(row), table.definition.id
    cells = []
    for indicator in table.definition.indicators:
        cell = cell_of(table.at(row, indicator.id), indicator, scene.reader)
        cells.append(replace(cell, href=links.figure(scene, name, indicator.id, codes)))
    names = [scene.name(name, dimension, codes[dimension]) for dimension in varied]
    # Groups and their only part often bear one name.
    known = (codes[dimension] for dimension in varied if dimension in _KNOWN_BY_CODE)
    coded = [code for code in known if is_group(code)]
    return Line(" · ".join(names) or scene.reader.say("Value"), cells, " · ".join(coded))


def _filter(scene: Scene, dimension: Dimension, wanted: Mapping[str, str]) -> Filter:
    """All members to choose from; of very many only those one may still look through."""
    code = wanted[dimension.name]
    members = dimension.members[:MOST_OPTIONS]
    options = [Option(EVERY, scene.reader.say("Each"), code == EVERY)]
    options += [Option(m.code, scene.reader.name(m.labels), m.code == code) for m in members]
    return Filter(dimension.name, scene.reader.name(dimension.labels), [OptionGroup(options)])
