"""Erasures: of one graduate, of many at once, and the receipts that tell how far each is."""

from functools import partial
from typing import Any

from flask import url_for
from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Connection

from services.ingestion import store
from services.ingestion.batches import Batches, forget_rows
from services.ingestion.handlers import Door
from services.ingestion.rights.erasing import (
    Erasure,
    Forget,
    erase_graduate,
    erase_graduates,
    new_receipt_id,
    record_of,
)
from services.ingestion.rights.receipts import progress
from services.ingestion.schemas.answers import PageArgs
from services.ingestion.schemas.rights import (
    ErasureResultsSchema,
    ErasuresSchema,
    ProgressSchema,
    ReceiptPageSchema,
)
from services.ingestion.store import Receipt
from shared.access import Role
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.idempotency import once
from shared.web.problem import Problem

_ERASURES = ErasuresSchema()
_BODY = {"required": True, "content": {"application/json": {"schema": ErasuresSchema}}}


def blueprint(batches: Batches) -> Blueprint:
    """/v1/erasures."""
    door = batches.door
    routes = Blueprint("erasures", __name__, url_prefix="/v1", description="Erasures")

    @routes.route("/erasures")
    class Erasures(MethodView):
        @allow(Role.UNIVERSITY, scope="persons:erase")
        @routes.doc(requestBody=_BODY)
        @routes.response(201, ErasureResultsSchema)
        def post(self) -> tuple[dict[str, Any], int, dict[str, str]]:
            """Erase up to 10,000 graduates here, on the log and in every service."""
            erasure = _erase_many(batches, loaded_body(_ERASURES)["references"])
            body = _progress(door, erasure.receipt)
            body["results"] = [_result(key, version) for key, version in erasure.versions]
            place = url_for("erasures.ErasureReceipt", receipt=erasure.receipt.id)
            return body, 201, {"Location": place}

        @allow(Role.UNIVERSITY, Role.EMPLOYER)
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, ReceiptPageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """One's own receipts, newest first, the retention clock's among them."""
            own, limit = caller().organisation, page["limit"]
            with door.engine.connect() as connection:
                found = store.list_receipts(connection, own, page["cursor"], limit + 1)
            more = len(found) > limit
            return {
                "erasures": [receipt_shown(receipt) for receipt in found[:limit]],
                "next": found[limit - 1].id if more else None,
            }

    @routes.route("/erasures/<receipt>")
    class ErasureReceipt(MethodView):
        @allow(Role.UNIVERSITY, Role.EMPLOYER)
        @routes.response(200, ProgressSchema)
        def get(self, receipt: str) -> dict[str, Any]:
            """How far one of one's own erasures is, place by place."""
            with door.engine.connect() as connection:
                found = store.find_receipt(connection, receipt, caller().organisation)
            if found is None:
                raise Problem("not-found")
            return _progress(door, found)

    return routes


def erase_one(batches: Batches, reference: str) -> dict[str, Any]:
    """Erase the caller's graduate; the receipt."""
    door, own = batches.door, caller().organisation
    erasure = erase_graduate(door, own, reference, _forgetting(batches, own), _receipt_id)
    if erasure is None:
        raise Problem("not-found")
    ((key, version),) = erasure.versions
    return _progress(door, erasure.receipt) | {"record": record_of(key), "version": version}


def _erase_many(batches: Batches, references: list[str]) -> Erasure:
    own = caller().organisation
    forget = _forgetting(batches, own)
    return erase_graduates(batches.door, own, references, forget, _receipt_id)


def _forgetting(batches: Batches, provider: str) -> Forget:
    return partial(forget_rows, batches, provider, "graduates")


def receipt_shown(receipt: Receipt) -> dict[str, Any]:
    """A receipt as its owner sees it."""
    return {
        "receipt": receipt.id,
        "kind": receipt.kind,
        "reason": receipt.reason,
        "asked": receipt.asked,
        "erased": receipt.erased,
        "erased_at": receipt.erased_at,
    }


def _progress(door: Door, receipt: Receipt) -> dict[str, Any]:
    with door.engine.connect() as connection:
        return receipt_shown(receipt) | {"places": progress(connection, receipt)}


def _result(key: str, version: int | None) -> dict[str, Any]:
    status = "unknown" if version is None else "erased"
    return {"status": status, "record": record_of(key), "version": version}


def _receipt_id(connection: Connection) -> str:
    """Asked for again under its Idempotency-Key, an erasure has the receipt it had."""
    return once(connection, new_receipt_id)
