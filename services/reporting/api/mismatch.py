"""GET /v1/reports/mismatch."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.rendering import render
from services.reporting.arguments import MismatchArgs, grouping_of, selection_of
from services.reporting.queries.mismatch import mismatch_report
from services.reporting.schemas import GroupedReportSchema
from services.reporting.store import snapshot
from services.reporting.window import Window
from shared.web.access import public


def blueprint(window: Window) -> Blueprint:
    """The mismatch report."""
    routes = Blueprint(
        "mismatch", __name__, url_prefix="/v1/reports", description="Graduates and their jobs"
    )

    @routes.route("/mismatch")
    class Mismatch(MethodView):
        @public
        @routes.arguments(MismatchArgs, location="query", unknown=None)
        @routes.response(200, GroupedReportSchema)
        def get(self, given: dict[str, Any]) -> Response:
            """Share of graduates mismatched, the methods side by side; JSON or CSV."""
            with snapshot(window.engine) as connection:
                report = mismatch_report(
                    connection,
                    selection_of(given),
                    grouping_of(given),
                    tuple(given["dimension"]),
                )
            return render(report, given)

    return routes
