"""The first page: what was sent so far, how good it is, and a form for the next file."""

from collections.abc import Sequence
from typing import Any

from flask import Response, redirect, request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as files
from services.ingestion.api.batch_forms import read_form
from services.ingestion.api.batch_posts import refusals
from services.ingestion.batches import Batches, Wanted
from services.ingestion.domain import Kind
from services.ingestion.pages.arguments import UploadsArgs
from services.ingestion.pages.language import current_reader
from services.ingestion.pages.rendering import respond
from services.ingestion.pages.showing import COUNTS, HTML, KINDS, STATES, onward
from services.ingestion.quality.reading import overview, points_of
from services.ingestion.quality.showing import shown_overview
from shared.access import Role
from shared.web.access import allow, body_limit, caller
from shared.web.body import body_blocks
from shared.web.idempotency import streamed
from shared.web.sessions import by_session

PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER)
SENDING = "batches:write"
_PAGE = 20
_FORM = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["file"],
                "properties": {"file": {"type": "string", "format": "binary"}},
            }
        }
    },
}


def kind_of_caller() -> Kind:
    """What the organisation brings: a university graduates, an employer vacancies."""
    return "graduates" if caller().role is Role.UNIVERSITY else "vacancies"


def blueprint(batches: Batches) -> Blueprint:
    """/ and the upload itself."""
    routes = Blueprint("uploads", __name__, description="Pages for uploads")

    @routes.route("/")
    class Uploads(MethodView):
        @allow(*PROVIDERS)
        @by_session
        @routes.arguments(UploadsArgs, location="query")
        @routes.response(200, HTML, content_type="text/html")
        def get(self, page: dict[str, Any]) -> Response:
            """One's own uploads, newest first, with the quality of one's records."""
            organisation, kind = caller().organisation, kind_of_caller()
            with refusals(batches, page["cursor"]):
                found = files.list_own(batches, organisation, page["cursor"], _PAGE + 1)
            with batches.door.engine.connect() as connection:
                quality = overview(connection, organisation, kind)
            return respond(
                "uploads.html",
                kind=kind,
                kinds=KINDS,
                states=STATES,
                counts=COUNTS,
                batches=[(batch, points_of(batch)) for batch in found[:_PAGE]],
                older=found[_PAGE - 1].id if len(found) > _PAGE else None,
                quality=shown_overview(quality, current_reader().language),
            )

    @routes.route("/uploads")
    class NewUpload(MethodView):
        @allow(*PROVIDERS, scope=SENDING)
        @by_session
        @body_limit(batches.most_bytes)
        @streamed
        @routes.doc(requestBody=_FORM)
        @routes.response(303)
        def post(self) -> Any:
            """Take a file, sealed, and go on to match its columns."""
            boundary = request.mimetype_params.get("boundary", "")
            form = read_form(body_blocks(batches.most_bytes), boundary)
            batch_id = _kept(batches, form.file_name, form.file)
            return redirect(url_for("columns.Columns", batch_id=batch_id, **onward()), 303)

    return routes


def _kept(batches: Batches, name: str, blocks: Sequence[bytes] | Any) -> str:
    """The file as an open batch; what came of one that broke off is taken away again."""
    organisation = caller().organisation
    with refusals(batches, ""):
        batch = files.open_batch(batches, organisation, Wanted(kind_of_caller(), name=name))
    with refusals(batches, batch.id):
        whole = False
        try:
            files.append(batches, organisation, batch.id, 0, blocks)
            whole = True
        finally:
            if not whole:
                files.cancel(batches, organisation, batch.id)
    return batch.id
