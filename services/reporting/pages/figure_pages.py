"""GET /figures/{table}/{indicator}: one figure, what it means, and where it comes from."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields

from services.reporting.data_sets import TOTAL
from services.reporting.data_sets.naming import faults_of
from services.reporting.feedback.doubts import Wanted
from services.reporting.pages.answered import answered
from services.reporting.pages.cells import cell_at
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.comparison import compared
from services.reporting.pages.language import current_reader
from services.reporting.pages.origin import facts, origin
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.pages.source import Source, call
from services.reporting.pages.table import why
from services.reporting.window import Window
from shared.web.access import public
from shared.web.problem import Problem

DIMENSIONS = (
    "year", "level", "region", "field", "occupation", "industry", "institution", "period",
    "skill", "market", "pair",
)  # fmt: skip
_ANSWERS = 5


class CellArgs(PageArgs):
    """The code in every dimension; everything together where none is stated."""

    occupation = fields.String()
    industry = fields.String()
    institution = fields.String()
    period = fields.String()
    skill = fields.String()
    market = fields.String()
    pair = fields.String()
    against = fields.String(metadata={"description": "the release to compare with"})


def blueprint(window: Window) -> Blueprint:
    """The pages of single figures."""
    routes = Blueprint("figure_pages", __name__, description="Pages of single figures")

    @routes.route("/figures/<string:table>/<string:indicator>")
    class Figure(MethodView):
        @public
        @routes.arguments(CellArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any], table: str, indicator: str) -> Response:
            """The figure with definition, caveats, release, events, sources and doubts."""
            scene = scene_of(window.shelf, {n: given[n] for n in ("lang", "release") if n in given})
            if scene is None:
                return respond("empty.html", current_reader(), None)
            codes = {name: given[name] for name in DIMENSIONS if name in given}
            if faults := [*faults_of(scene.publication, table, indicator, codes)]:
                raise Problem("not-found", faults=faults)
            against = given.get("against")
            wanted = Wanted(data_set=table, indicator=indicator)
            return respond(
                "figure.html",
                scene.reader,
                scene.publication,
                **shown(scene, table, indicator, codes),
                compared=compared(scene, window.shelf, against, table, indicator, codes),
                answers=answered(window.engine, wanted, _ANSWERS, scene.reader),
            )

    return routes


def shown(scene: Scene, name: str, indicator: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """What the page shows of the figure itself."""
    table = scene.data_set(name)
    measure, figure = table.definition.indicator(indicator), table.figure(indicator, **codes)
    cell = cell_at(scene, name, indicator, codes)
    whole = {d.name: [codes.get(d.name, TOTAL)] for d in table.dimensions}
    asked = {"version": scene.publication.version, "indicator": indicator, **codes}
    return {
        "table": table.definition,
        "measure": measure,
        "is_empty": figure is None and not cell.why,
        "cell": cell,
        "why": why(figure, scene.reader) if figure else cell.why,
        "facts": facts(scene, table, figure, codes),
        "origin": origin(scene),
        "codes": codes,
        "api": call(scene, Source(name, whole, [indicator])),
        "lineage": f"{scene.root}/v1/data-sets/{name}/lineage?{urlencode(asked)}",
    }
