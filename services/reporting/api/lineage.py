"""GET /v1/data-sets/{id}/lineage: where one figure comes from."""

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.publications import lasts, opened, table_of
from services.reporting.api.sending import sent_document
from services.reporting.data_set_schemas import LineageArgs, LineageSchema
from services.reporting.querying.lineage import cell_of, lineage, links
from services.reporting.querying.refusals import Refusals, shown
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem

_ARGS = LineageArgs()
_CELL = {
    "in": "query",
    "name": "cell",
    "style": "form",
    "explode": True,
    "description": "The code in each dimension; everything together where none is stated.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "example": {"year": "2024", "region": "TH-50"},
}


def blueprint(window: Window) -> Blueprint:
    """The lineage of figures."""
    routes = Blueprint(
        "lineage", __name__, url_prefix="/v1/data-sets", description="Where figures come from"
    )

    @routes.route("/<data_set>/lineage")
    class Lineage(MethodView):
        @public
        @routes.doc(parameters=[{"in": "query", "schema": LineageArgs}, _CELL])
        @routes.response(200, LineageSchema)
        def get(self, data_set: str) -> Response:
            """Release, events, sources and method of one figure, and how to ask for it again."""
            pin = request.args.get("version")
            publication = opened(window.shelf, pin)
            table = table_of(publication, data_set)
            given = {n: v for n, v in request.args.items() if n not in _ARGS.fields}
            refusals = Refusals()
            cell = cell_of(table, given, refusals)
            indicator = request.args.get("indicator")
            if indicator is None:
                refusals.add("?indicator", "required")
            elif indicator not in table.definition.position:
                refusals.add("?indicator", "unknown_indicator", value=shown(indicator))
            if refusals.found:
                raise Problem("invalid", faults=refusals.found)
            found = lineage(publication, table, cell, str(indicator), window.shelf.releases())
            if found is None:
                raise Problem("not-found", faults=[("", fault("no_such_cell"))])
            root = request.script_root
            found_at = links(root, publication, data_set, cell, str(indicator))
            return sent_document({**found, "links": found_at}, lasting=lasts(publication, pin))

    return routes
