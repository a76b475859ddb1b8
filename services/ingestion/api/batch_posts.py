"""Content of uploads as it comes over HTTP: at once, in a form, or piece by piece.

Pieces follow draft-ietf-httpbis-resumable-upload: `Upload-Offset` says where a piece goes on,
`Upload-Complete: ?1` that it is the last. What is posted is whole unless `?0` says it is not.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import marshmallow as ma
from flask import current_app, request

from services.ingestion import batches as uploads
from services.ingestion.api.batch_forms import read_form
from services.ingestion.batches import Batches, Wanted
from services.ingestion.schemas.batches import WantedSchema
from services.ingestion.store import Batch
from shared.access import Role
from shared.web.access import caller
from shared.web.body import JSON, body_blocks, loaded_body
from shared.web.faults import fault, flatten
from shared.web.idempotency import once
from shared.web.problem import Problem

OFFSET, COMPLETE = "Upload-Offset", "Upload-Complete"
_INTEGER = re.compile("[0-9]{1,15}")
"""RFC 9651 has no longer ones in a header."""
_FORM = "multipart/form-data"
_KINDS: Mapping[Role, str] = {Role.UNIVERSITY: "graduates", Role.EMPLOYER: "vacancies"}
_SCHEMA = WantedSchema()


def post_batch(batches: Batches, args: dict[str, Any]) -> Batch:
    """A batch with all its content, or an open one when only JSON came.

    JSON without a `kind` in the address says what will come; with one it is the file.
    """
    if is_announcement():
        return _opened(batches, loaded_body(_SCHEMA))
    blocks = body_blocks(batches.most_bytes)
    if request.mimetype != _FORM:
        return _received(batches, _checked(_stated(args)), blocks)
    form = read_form(blocks, request.mimetype_params.get("boundary", ""))
    stated = {"name": form.file_name} | _stated(args) | form.fields
    return _received(batches, _checked(stated), form.file)


def is_announcement() -> bool:
    """Whether the request says what will come and brings no file; it is then held to be short."""
    is_one = request.mimetype == JSON and "kind" not in request.args
    if is_one:
        request.max_content_length = current_app.config["MAX_CONTENT_LENGTH"]
    return is_one


def continue_batch(batches: Batches, batch_id: str) -> tuple[int, Batch | None]:
    """How much content there is with this piece, and the batch when it was the last."""
    offset, is_last = _stated_offset(), _stated_complete("?0")
    organisation = caller().organisation
    with refusals(batches, batch_id):
        blocks = body_blocks(batches.most_bytes)
        received = uploads.append(batches, organisation, batch_id, offset, blocks)
        if not is_last:
            return received, None
        return received, uploads.complete(batches, organisation, batch_id)


@contextmanager
def refusals(batches: Batches, batch_id: str) -> Iterator[None]:
    """What a batch refuses, as problems."""
    try:
        yield
    except uploads.UnknownBatch as error:
        raise Problem("not-found") from error
    except uploads.BatchRefused as error:
        raise Problem("invalid", faults=error.faults) from error
    except uploads.TooLarge as error:
        raise Problem("too-large") from error
    except uploads.WrongOffset as error:
        faults = [(OFFSET, fault("wrong_offset", expected=error.offset))]
        raise Problem("conflict", faults=faults, headers={OFFSET: str(error.offset)}) from error
    except uploads.KeyLost as error:
        raise Problem("conflict", faults=[("", fault("key_lost"))]) from error
    except uploads.NotOpen as error:
        state = uploads.find(batches, caller().organisation, batch_id).state
        raise Problem("conflict", faults=[("", fault("not_open", state=state))]) from error


def _received(batches: Batches, wanted: dict[str, Any], blocks: Iterable[bytes]) -> Batch:
    """A new batch with this content; what came of it stays when the rest does not come."""
    organisation, is_whole = caller().organisation, _stated_complete("?1")
    batch = _opened(batches, wanted)
    with refusals(batches, batch.id):
        if batch.state != "open":
            return batch
        try:
            return uploads.receive(batches, organisation, batch.id, blocks, is_whole=is_whole)
        except (Problem, uploads.TooLarge) as error:
            if not (isinstance(error, Problem) and error.kind == "malformed"):
                uploads.cancel(batches, organisation, batch.id)
            raise


def _opened(batches: Batches, wanted: dict[str, Any]) -> Batch:
    """An open batch; the same one again for a request that is repeated under its key."""
    asking = caller()
    if _KINDS.get(asking.role) != wanted["kind"]:
        other = fault("kind_of_other_role", role=str(asking.role), kind=wanted["kind"])
        raise Problem("invalid", faults=[("/kind", other)])
    as_of = date.fromisoformat(wanted["as_of"]) if wanted["as_of"] else None
    with refusals(batches, ""):
        return uploads.open_batch(
            batches, asking.organisation, Wanted(**{**wanted, "as_of": as_of}), once
        )


def _stated_offset() -> int:
    text = request.headers.get(OFFSET)
    if text is None:
        raise Problem("malformed", faults=[(OFFSET, fault("required"))])
    if not _INTEGER.fullmatch(text):
        raise Problem("malformed", faults=[(OFFSET, fault("not_whole_number"))])
    return int(text)


def _stated_complete(unless_stated: str) -> bool:
    text = request.headers.get(COMPLETE, unless_stated).strip()
    if text not in ("?0", "?1"):
        raise Problem("malformed", faults=[(COMPLETE, fault("not_one_of", choices="?0, ?1"))])
    return text == "?1"


def _stated(args: Mapping[str, Any]) -> dict[str, Any]:
    """What was said in the address, as it was written there."""
    return {name: request.args[name] for name in args if name in request.args}


def _checked(stated: Mapping[str, Any]) -> dict[str, Any]:
    try:
        loaded: dict[str, Any] = _SCHEMA.load(stated)
    except ma.ValidationError as error:
        raise Problem("invalid", faults=flatten(error.messages)) from error
    return loaded
