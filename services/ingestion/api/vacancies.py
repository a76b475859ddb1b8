"""Vacancies: posted, read back, closed and erased by the employer who offers them."""

from functools import partial
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import store
from services.ingestion.api import own
from services.ingestion.api.posting import OUTCOMES_DOC, body_doc, post_records
from services.ingestion.handlers import Door, close_vacancy
from services.ingestion.posts import record_vacancies
from services.ingestion.schemas import ClosingSchema, VacancySchema
from services.ingestion.schemas.answers import (
    ErasureSchema,
    KeptPageSchema,
    KeptSchema,
    OutcomeSchema,
    PageArgs,
)
from shared.access import Role
from shared.text import tidy
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.problem import Problem

_CLOSING = ClosingSchema()
_CLOSING_BODY = {"required": True, "content": {"application/json": {"schema": ClosingSchema}}}


def blueprint(door: Door) -> Blueprint:
    """/v1/vacancies."""
    routes = Blueprint("vacancies", __name__, url_prefix="/v1", description="Vacancies")

    def close(reference: str, closed_on: str | None, filled: bool | None) -> dict[str, Any]:
        version, faults = close_vacancy(door, own.own_key(tidy(reference)), closed_on, filled)
        if faults:
            raise Problem("invalid", faults=faults)
        if version is None:
            raise Problem("not-found")
        return own.one(door, store.vacancies, [tidy(reference)])

    @routes.route("/vacancies")
    class Vacancies(MethodView):
        @allow(Role.EMPLOYER)
        @routes.doc(**body_doc(VacancySchema))
        @routes.response(200, OUTCOMES_DOC)
        @routes.alt_response(201, schema=OutcomeSchema)
        def post(self) -> Response:
            """Post one vacancy or many; durable when answered."""
            return post_records(partial(record_vacancies, door, caller().organisation))

        @allow(Role.EMPLOYER)
        @routes.arguments(PageArgs, location="query")
        @routes.response(200, KeptPageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """One's own vacancies."""
            return own.page(door, store.vacancies, page["cursor"], page["limit"])

    @routes.route("/vacancies/<path:reference>")
    class Vacancy(MethodView):
        @allow(Role.EMPLOYER)
        @routes.response(200, KeptSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """One of one's own vacancies."""
            return own.one(door, store.vacancies, [tidy(reference)])

        @allow(Role.EMPLOYER)
        @routes.response(200, ErasureSchema)
        def delete(self, reference: str) -> dict[str, Any]:
            """Erase a vacancy here, on the log and in every service."""
            return own.erase(door, store.vacancies, [tidy(reference)])

    @routes.route("/vacancies/<path:reference>/closing")
    class Closing(MethodView):
        @allow(Role.EMPLOYER)
        @routes.doc(requestBody=_CLOSING_BODY)
        @routes.response(200, KeptSchema)
        def put(self, reference: str) -> dict[str, Any]:
            """Close a vacancy before its date: filled or withdrawn."""
            closing = loaded_body(_CLOSING)
            return close(reference, closing["closed_on"], closing["filled"])

        @allow(Role.EMPLOYER)
        @routes.response(200, KeptSchema)
        def delete(self, reference: str) -> dict[str, Any]:
            """Open a closed vacancy again."""
            return close(reference, None, None)

    return routes
