"""Batches: files uploaded, followed, mended and cancelled by whoever brings them."""

from typing import Any

from flask import jsonify, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import batches as uploads
from services.ingestion.api.batch_posts import (
    COMPLETE,
    OFFSET,
    continue_batch,
    is_announcement,
    post_batch,
    refusals,
)
from services.ingestion.batches import Batches
from services.ingestion.schemas.batches import (
    BatchPageArgs,
    BatchPageSchema,
    BatchSchema,
    ContentSchema,
    WantedArgs,
    WantedFormSchema,
    WantedSchema,
)
from services.ingestion.store import Batch
from shared.access import Role
from shared.web.access import allow, body_limit, caller
from shared.web.idempotency import streamed, streamed_unless
from shared.web.language import reader_language

_BYTES = {"type": "string", "format": "binary"}
_COMPLETE = {"in": "header", "name": COMPLETE, "schema": {"type": "string", "enum": ["?0", "?1"]}}
_CONTENT = {
    "parameters": [_COMPLETE],
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {"schema": _BYTES},
            "multipart/form-data": {"schema": WantedFormSchema},
            "application/json": {"schema": WantedSchema},
        },
    },
}
_PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/partial-upload": {"schema": _BYTES}},
    },
    "parameters": [
        {"in": "header", "name": OFFSET, "required": True, "schema": {"type": "integer"}},
        _COMPLETE,
    ],
}
_PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER)
_WRITING = "batches:write"


def blueprint(batches: Batches) -> Blueprint:
    """/v1/batches."""
    routes = Blueprint("batches", __name__, url_prefix="/v1", description="Uploads of files")

    def shown(batch: Batch) -> dict[str, Any]:
        return {**uploads.batch_shown(batches, batch, reader_language()), "links": links(batch)}

    @routes.route("/batches")
    class BatchList(MethodView):
        @allow(*_PROVIDERS, scope=_WRITING)
        @body_limit(batches.most_bytes)
        @streamed_unless(is_announcement)
        @routes.arguments(WantedArgs, location="query")
        @routes.doc(**_CONTENT)
        @routes.response(202, BatchSchema)
        @routes.alt_response(201, schema=BatchSchema)
        def post(self, args: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
            """Bring a file: as the body, in a form, or (with JSON) announce one in pieces."""
            batch = post_batch(batches, args)
            is_open = batch.state == "open"
            held_now = offset(batch.received_bytes, is_complete=is_whole(batch))
            return shown(batch), 201 if is_open else 202, {**located(batch), **held_now}

        @allow(*_PROVIDERS)
        @routes.arguments(BatchPageArgs, location="query")
        @routes.response(200, BatchPageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """One's own batches, newest first."""
            limit: int = page["limit"]
            with refusals(batches, ""):
                found = uploads.list_own(batches, caller().organisation, page["cursor"], limit + 1)
            more = len(found) > limit
            return {
                "batches": [shown(batch) for batch in found[:limit]],
                "next": found[limit - 1].id if more else None,
            }

    @routes.route("/batches/<batch_id>")
    class OneBatch(MethodView):
        @allow(*_PROVIDERS)
        @routes.response(200, BatchSchema)
        def get(self, batch_id: str) -> dict[str, Any]:
            """How far a batch is, and what became of its rows."""
            with refusals(batches, batch_id):
                return shown(uploads.find(batches, caller().organisation, batch_id))

        @allow(*_PROVIDERS, scope=_WRITING)
        @routes.response(200, BatchSchema)
        def delete(self, batch_id: str) -> dict[str, Any]:
            """Cancel a batch and delete its content and results; records already kept stay."""
            with refusals(batches, batch_id):
                return shown(uploads.cancel(batches, caller().organisation, batch_id))

    @routes.route("/batches/<batch_id>/content")
    class BatchContent(MethodView):
        @allow(*_PROVIDERS)
        @routes.response(200, ContentSchema)
        def get(self, batch_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
            """How much of the content is there; HEAD tells it in Upload-Offset."""
            with refusals(batches, batch_id):
                batch = uploads.find(batches, caller().organisation, batch_id)
            return held(batch.received_bytes, is_complete=is_whole(batch))

        @allow(*_PROVIDERS, scope=_WRITING)
        @body_limit(batches.most_bytes)
        @streamed
        @routes.doc(**_PIECE)
        @routes.response(200, ContentSchema)
        @routes.alt_response(202, schema=BatchSchema)
        def patch(self, batch_id: str) -> Any:
            """Bring a piece; with `Upload-Complete: ?1` the last one."""
            received, batch = continue_batch(batches, batch_id)
            if batch is None:
                return held(received, is_complete=False)
            answer = jsonify(shown(batch))
            answer.headers.update({**located(batch), **offset(received, is_complete=True)})
            return answer, 202

    return routes


def links(batch: Batch) -> dict[str, str]:
    """Where to go on from a batch."""

    def at(view: str, form: str | None = None) -> str:
        return url_for(view, batch_id=batch.id, format=form)

    found = {"self": at("batches.OneBatch")}
    if batch.state == "open":
        found["content"] = at("batches.BatchContent")
    if batch.quality is not None:
        found["quality"] = f"{found['self']}/quality"
    if batch.state != "open" and batch.results_key is not None:
        found["results"] = at("batch_results.BatchResults")
        for form in ("csv", "xlsx"):
            found[form] = at("batch_results.BatchFile", form)
    return found


def located(batch: Batch) -> dict[str, str]:
    return {"Location": url_for("batches.OneBatch", batch_id=batch.id)}


def is_whole(batch: Batch) -> bool:
    """Whether all content came; never of a batch that was cancelled before."""
    return batch.received_at is not None


def held(received: int, *, is_complete: bool) -> tuple[dict[str, Any], int, dict[str, str]]:
    """How much content is there, as an answer."""
    shown = {"received_bytes": received, "complete": is_complete}
    return shown, 200, {**offset(received, is_complete=is_complete), "Cache-Control": "no-store"}


def offset(received: int, *, is_complete: bool) -> dict[str, str]:
    return {OFFSET: str(received), COMPLETE: "?1" if is_complete else "?0"}
