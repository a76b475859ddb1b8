"""Graduates: posted, read back and erased by the university that knows them."""

from functools import partial
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import store
from services.ingestion.api import own
from services.ingestion.api.erasures import erase_one
from services.ingestion.api.posting import OUTCOMES_DOC, body_doc, post_records
from services.ingestion.batches import Batches
from services.ingestion.posts import record_graduates
from services.ingestion.schemas import GraduateSchema
from services.ingestion.schemas.answers import (
    KeptPageSchema,
    KeptSchema,
    OutcomeSchema,
    PageArgs,
)
from services.ingestion.schemas.rights import GraduateErasureSchema
from shared.access import Role
from shared.text import tidy
from shared.web.access import allow, caller


def blueprint(batches: Batches) -> Blueprint:
    """/v1/graduates."""
    door = batches.door
    routes = Blueprint("graduates", __name__, url_prefix="/v1", description="Graduates")

    def records(reference: str) -> list[str]:
        """A reference may be the university's own or the pseudonym it was told."""
        return [door.graduate_record(caller().organisation, tidy(reference)), reference]

    @routes.route("/graduates")
    class Graduates(MethodView):
        @allow(Role.UNIVERSITY)
        @routes.doc(**body_doc(GraduateSchema))
        @routes.response(200, OUTCOMES_DOC)
        @routes.alt_response(201, schema=OutcomeSchema)
        def post(self) -> Response:
            """Post one graduate or many; durable when answered."""
            return post_records(partial(record_graduates, door, caller().organisation))

        @allow(Role.UNIVERSITY)
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, KeptPageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """One's own graduates, under their pseudonyms."""
            return own.page(door, store.graduates, page["cursor"], page["limit"])

    @routes.route("/graduates/<path:reference>")
    class Graduate(MethodView):
        @allow(Role.UNIVERSITY)
        @routes.response(200, KeptSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """One of one's own graduates, by own reference or pseudonym."""
            return own.one(door, store.graduates, records(reference))

        @allow(Role.UNIVERSITY, scope="persons:erase")
        @routes.response(200, GraduateErasureSchema)
        def delete(self, reference: str) -> dict[str, Any]:
            """Erase a graduate here, on the log and in every service; answers the receipt."""
            return erase_one(batches, reference)

    return routes
