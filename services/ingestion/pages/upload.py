"""One upload: how far it is, what is wrong with which row, how good it is, and the rows to mend."""

from typing import Any

from flask import Response, redirect, stream_with_context, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as files
from services.ingestion.api.batch_posts import refusals
from services.ingestion.api.batch_results import TYPES, note_reading
from services.ingestion.batches import Batches
from services.ingestion.pages.arguments import MendArgs, UploadArgs
from services.ingestion.pages.language import current_reader
from services.ingestion.pages.naming import labels
from services.ingestion.pages.rendering import respond
from services.ingestion.pages.showing import COUNTS, HTML, KINDS, LIVELY, STATES, onward
from services.ingestion.pages.uploads import PROVIDERS, SENDING
from services.ingestion.quality.reading import of_batch
from services.ingestion.quality.showing import shown
from services.ingestion.store import Batch
from shared.web.access import allow, caller
from shared.web.problem import Problem
from shared.web.sessions import by_session

_ROWS = 50
_FILE = {"type": "string", "format": "binary"}


def blueprint(batches: Batches) -> Blueprint:
    """/uploads/<id>."""
    routes = Blueprint("upload", __name__, description="Pages for uploads")

    def found(batch_id: str) -> Batch:
        with refusals(batches, batch_id):
            return files.find(batches, caller().organisation, batch_id)

    @routes.route("/uploads/<batch_id>")
    class Upload(MethodView):
        @allow(*PROVIDERS)
        @by_session
        @routes.arguments(UploadArgs, location="query")
        @routes.response(200, HTML, content_type="text/html")
        @routes.alt_response(303, description="its columns are to be matched first")
        def get(self, page: dict[str, Any], batch_id: str) -> Any:
            """An upload's progress, counts and quality, and the rows that need a look."""
            batch = found(batch_id)
            if batch.state == "open":
                return redirect(url_for("columns.Columns", batch_id=batch_id, **onward()), 303)
            return _page(batches, batch, page["cursor"], page.get("of", ""))

    @routes.route("/uploads/<batch_id>/cancel")
    class Cancel(MethodView):
        @allow(*PROVIDERS, scope=SENDING)
        @by_session
        @routes.response(303)
        def post(self, batch_id: str) -> Any:
            """End an upload; what was kept of it stays."""
            with refusals(batches, batch_id):
                files.cancel(batches, caller().organisation, batch_id)
            return redirect(url_for("uploads.Uploads", **onward()), 303)

    @routes.route("/uploads/<batch_id>/mend")
    class Mend(MethodView):
        @allow(*PROVIDERS)
        @by_session
        @routes.arguments(MendArgs, location="query")
        @routes.response(200, _FILE, content_type=TYPES["xlsx"])
        @routes.response(200, _FILE, content_type="text/csv")
        def get(self, args: dict[str, Any], batch_id: str) -> Response:
            """The rows that need mending, in the file's own columns."""
            form, language = args["format"], current_reader().language
            with refusals(batches, batch_id):
                blocks = files.corrected_file(
                    batches, caller().organisation, batch_id, form, language
                )
            note_reading(batches, batch_id, found(batch_id).rejected)
            headers = {"Content-Disposition": f'attachment; filename="{batch_id}.{form}"'}
            return Response(stream_with_context(blocks), 200, headers, content_type=TYPES[form])

    return routes


def _page(batches: Batches, batch: Batch, after: int, tried: str) -> Response:
    reader, organisation = current_reader(), caller().organisation
    with refusals(batches, batch.id):
        rows = files.results(batches, organisation, batch.id, after, _ROWS + 1)
    note_reading(batches, batch.id, len(rows[:_ROWS]))
    with batches.door.engine.connect() as connection:
        quality = of_batch(connection, batch.id)
    return respond(
        "upload.html",
        batch=batch,
        told=files.batch_shown(batches, batch, reader.language),
        states=STATES,
        counts=COUNTS,
        kinds=KINDS,
        is_lively=batch.state in LIVELY,
        rows=[files.row_shown(row, reader.language) for row in rows[:_ROWS]],
        after=rows[_ROWS - 1].position if len(rows) > _ROWS else None,
        labels=labels(batch.kind, reader.language),
        quality=quality and shown(quality, reader.language),
        original=_original(batches, batch, tried),
    )


def _original(batches: Batches, batch: Batch, asked: str) -> Batch | None:
    """The open upload that this one was a trial of, if it still waits to be sent."""
    if not (batch.dry_run and asked):
        return None
    try:
        with refusals(batches, asked):
            original = files.find(batches, caller().organisation, asked)
    except Problem:
        return None
    return original if original.state == "open" else None
