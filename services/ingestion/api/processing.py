"""The register of processing, for anyone to read."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.rights.processing import register
from services.ingestion.schemas.processing import ProcessingSchema
from shared.settings import Settings
from shared.web.access import public


def blueprint(settings: Settings) -> Blueprint:
    """/v1/processing."""
    routes = Blueprint("processing", __name__, url_prefix="/v1", description="Persons' rights")

    @routes.route("/processing")
    class Processing(MethodView):
        @public
        @routes.response(200, ProcessingSchema)
        def get(self) -> dict[str, Any]:
            """What is kept of persons, why, where, for how long, and what rights they have."""
            return register(
                settings.publisher,
                settings.contact,
                settings.retention_years,
                settings.results_days,
            )

    return routes
