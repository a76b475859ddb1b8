"""/v1/quality: how good one's records are, how they changed, and what to look at."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.domain import Kind
from services.ingestion.handlers import Door
from services.ingestion.quality.reading import of_batch, overview
from services.ingestion.quality.showing import shown, shown_overview
from services.ingestion.schemas.quality import BatchQualitySchema, QualityArgs, QualitySchema
from services.ingestion.store import find_batch
from shared.access import Role
from shared.web.access import allow, caller
from shared.web.language import reader_language
from shared.web.problem import Problem

_PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER)


def blueprint(door: Door) -> Blueprint:
    """Quality of one's own records, as a whole and by batch."""
    routes = Blueprint("quality", __name__, url_prefix="/v1", description="Data quality")

    @routes.route("/quality")
    class Quality(MethodView):
        @allow(*_PROVIDERS)
        @routes.arguments(QualityArgs, location="query")
        @routes.response(200, QualitySchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """How good one's records are: a score from 0 to 100, its parts, and batch by batch.

            What nothing is known of is left out of the score, and said.
            """
            kind = asked["kind"] or _usual_kind()
            with door.engine.connect() as connection:
                found = overview(connection, caller().organisation, kind)
            return shown_overview(found, reader_language())

    @routes.route("/batches/<batch_id>/quality")
    class OfBatch(MethodView):
        @allow(*_PROVIDERS)
        @routes.response(200, BatchQualitySchema)
        def get(self, batch_id: str) -> dict[str, Any]:
            """How good a batch is so far, and what is odd beside the one before."""
            with door.engine.connect() as connection:
                row = find_batch(connection, batch_id)
                own = row is not None and row.provider == caller().organisation
                found = of_batch(connection, batch_id) if own else None
            if found is None:
                raise Problem("not-found")
            return shown(found, reader_language())

    return routes


def _usual_kind() -> Kind:
    return "graduates" if caller().role is Role.UNIVERSITY else "vacancies"
