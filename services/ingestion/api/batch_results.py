"""What was wrong with the rows of an upload, to read and to take home."""

from collections.abc import Mapping
from typing import Any

from flask import Response, stream_with_context
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as uploads
from services.ingestion.api.batch_posts import refusals
from services.ingestion.batches import Batches
from services.ingestion.schemas.batches import FileArgs, ResultPageArgs, ResultPageSchema
from services.ingestion.store import audit
from shared.access import Role
from shared.audit import Act, note_alone
from shared.web.access import allow, caller
from shared.web.language import reader_language

TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_BYTES = {"type": "string", "format": "binary"}
_PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER)


def blueprint(batches: Batches) -> Blueprint:
    """/v1/batches/<id>/results and the file of rows to mend."""
    routes = Blueprint("batch_results", __name__, url_prefix="/v1", description="Uploads of files")

    @routes.route("/batches/<batch_id>/results")
    class BatchResults(MethodView):
        @allow(*_PROVIDERS)
        @routes.arguments(ResultPageArgs, location="query")
        @routes.response(200, ResultPageSchema)
        def get(self, page: dict[str, Any], batch_id: str) -> dict[str, Any]:
            """Rows that were rejected or taken with a warning, in the reader's language."""
            with refusals(batches, batch_id):
                found = uploads.results(
                    batches, caller().organisation, batch_id, page["cursor"], page["limit"] + 1
                )
            some, language = found[: page["limit"]], reader_language()
            note_reading(batches, batch_id, len(some))
            return {
                "results": [uploads.row_shown(row, language) for row in some],
                "next": some[-1].position if len(found) > len(some) else None,
            }

    @routes.route("/batches/<batch_id>/file")
    class BatchFile(MethodView):
        @allow(*_PROVIDERS)
        @routes.arguments(FileArgs, location="query")
        @routes.response(200, _BYTES, content_type=TYPES["xlsx"])
        @routes.response(200, _BYTES, content_type="text/csv")
        def get(self, args: dict[str, Any], batch_id: str) -> Response:
            """The rows that need mending, in your own columns, to mend and send again."""
            form = args["format"]
            with refusals(batches, batch_id):
                blocks = uploads.corrected_file(
                    batches, caller().organisation, batch_id, form, reader_language()
                )
            note_reading(
                batches, batch_id, uploads.find(batches, caller().organisation, batch_id).rejected
            )
            headers = {"Content-Disposition": f'attachment; filename="{batch_id}.{form}"'}
            return Response(stream_with_context(blocks), 200, headers, content_type=TYPES[form])

    return routes


def note_reading(batches: Batches, batch_id: str, count: int) -> None:
    """Rows about persons are about to be shown."""
    if caller().role is Role.UNIVERSITY:
        act = Act("read", "batch-results", caller().organisation, batch_id, count)
        note_alone(batches.door.engine, audit, act)
