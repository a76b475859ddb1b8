"""GET /v1/reports/balance."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.rendering import render
from services.reporting.arguments import GroupedArgs, grouping_of, selection_of
from services.reporting.queries.balance import balance_report
from services.reporting.schemas import GroupedReportSchema
from services.reporting.store import snapshot
from services.reporting.window import Window
from shared.web.access import public


def blueprint(window: Window) -> Blueprint:
    """The balance report."""
    routes = Blueprint(
        "balance", __name__, url_prefix="/v1/reports", description="Graduates and vacancies"
    )

    @routes.route("/balance")
    class Balance(MethodView):
        @public
        @routes.arguments(GroupedArgs, location="query", unknown=None)
        @routes.response(200, GroupedReportSchema)
        def get(self, given: dict[str, Any]) -> Response:
            """Graduates, seekers, open vacancies, openings and tightness; JSON or CSV."""
            with snapshot(window.engine) as connection:
                report = balance_report(
                    connection, selection_of(given), grouping_of(given), window.today()
                )
            return render(report, given)

    return routes
