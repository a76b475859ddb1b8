"""GET /v1/reports/occupations/{code}."""

from dataclasses import replace
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.rendering import render
from services.reporting.arguments import OccupationArgs, selection_of
from services.reporting.queries.occupation import occupation_report
from services.reporting.schemas import OccupationReportSchema
from services.reporting.store import snapshot
from services.reporting.window import Window
from shared.taxonomy import isco
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem


def blueprint(window: Window) -> Blueprint:
    """The report on one occupation."""
    routes = Blueprint(
        "occupations", __name__, url_prefix="/v1/reports", description="Occupations one by one"
    )

    @routes.route("/occupations/<code>")
    class Occupation(MethodView):
        @public
        @routes.arguments(OccupationArgs, location="query", unknown=None)
        @routes.response(200, OccupationReportSchema)
        def get(self, given: dict[str, Any], code: str) -> Response:
            """Who works in an ISCO-08 occupation, how they fit and who is wanted; JSON or CSV."""
            if not isco.is_code(code):
                unknown = fault("unknown_code", value=code, classification="ISCO-08")
                raise Problem("not-found", faults=[("code", unknown)])
            selection = replace(selection_of(given), occupation=code)
            with snapshot(window.engine) as connection:
                report = occupation_report(connection, selection, window.today())
            return render(report, given)

    return routes
