"""Corrections: made, listed, confirmed and withdrawn by people."""

from functools import partial
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Connection

from services.matching import correcting, corrections, store
from services.matching.api.noting import reading_of
from services.matching.correcting import Asked, NothingToCorrect
from services.matching.correction_answers import correction_page, kept_correction
from services.matching.correction_schemas import (
    LARGEST_ID,
    CorrectionPageArgs,
    CorrectionPageSchema,
    CorrectionSchema,
    KeptCorrectionSchema,
)
from services.matching.corrections import Party
from services.matching.queries import Office
from services.matching.tables import audit, graduates
from shared.access import Role
from shared.audit import note
from shared.db.engine import transaction
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.faults import fault
from shared.web.idempotency import once
from shared.web.problem import Problem

_REQUEST = CorrectionSchema()
_BODY = {"required": True, "content": {"application/json": {"schema": CorrectionSchema}}}
_OWNERS = (Role.UNIVERSITY, Role.EMPLOYER)


def blueprint(office: Office) -> Blueprint:
    """/v1/corrections."""
    routes = Blueprint("corrections", __name__, url_prefix="/v1", description="Corrections")

    @routes.route("/corrections")
    class Corrections(MethodView):
        @allow(Role.OPERATOR, *_OWNERS, scope="corrections:write")
        @routes.doc(requestBody=_BODY)
        @routes.response(201, KeptCorrectionSchema)
        def post(self) -> dict[str, Any]:
            """Correct the code of a text; it joins what the coder knows at once.

            An operator's correction counts for everybody's records, an owner's for the owner's
            own until an operator confirms it. What it touches is assessed anew.
            """
            return _made(office, _asked(loaded_body(_REQUEST)))

        @allow(Role.OPERATOR, *_OWNERS)
        @routes.arguments(CorrectionPageArgs, location="query")
        @routes.response(200, CorrectionPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """Corrections, newest first: all for an operator, one's own for an owner."""
            limit = asked["limit"]
            with office.engine.connect() as connection:
                rows = corrections.page(connection, _whose(), asked["cursor"], limit + 1)
            return correction_page(rows, limit)

    @routes.route("/corrections/<int:number>")
    class Correction(MethodView):
        @allow(Role.OPERATOR, *_OWNERS)
        @routes.response(200, KeptCorrectionSchema)
        def get(self, number: int) -> dict[str, Any]:
            """One correction, and whether all it touches was assessed anew."""
            with office.engine.connect() as connection:
                return _shown(connection, number)

        @allow(Role.OPERATOR, *_OWNERS, scope="corrections:write")
        @routes.response(200, KeptCorrectionSchema)
        def delete(self, number: int) -> dict[str, Any]:
            """Withdraw a correction; it stays on record, and what it touched is assessed anew."""
            with transaction(office.engine) as connection:
                _shown(connection, number)
                corrections.withdraw(connection, number, _party())
                return _shown(connection, number)

    @routes.route("/corrections/<int:number>/confirmation")
    class Confirmation(MethodView):
        @allow(Role.OPERATOR, scope="corrections:write")
        @routes.response(201, KeptCorrectionSchema)
        @routes.alt_response(200, schema=KeptCorrectionSchema, success=True)
        def post(self, number: int) -> tuple[dict[str, Any], int]:
            """Make an owner's correction count for everybody's records.

            200 with the correction that does so, if there is one already.
            """
            with transaction(office.engine) as connection:
                _shown(connection, number)
                confirmed = correcting.confirm(connection, number, _party())
                if confirmed is None:
                    raise Problem("not-found")
                return _shown(connection, confirmed.id), 201 if confirmed.is_new else 200

    return routes


def _made(office: Office, asked: Asked) -> dict[str, Any]:
    place = "/text" if asked.record is None else "/record"
    try:
        with office.engine.connect() as connection:
            text = correcting.text_of(connection, asked)
        if text is None:
            raise Problem("not-found")
        coders = office.coders_for(caller().organisation)
        with transaction(office.engine) as connection:
            correct = partial(correcting.correct, connection, coders, asked, text)
            number = once(connection, lambda: str(correct(_party(), _whose())))
            if asked.record and store.is_kept(connection, graduates, asked.record):
                note(connection, audit, reading_of(asked.record))
            return _shown(connection, int(number))
    except NothingToCorrect as error:
        raise Problem("invalid", faults=[(place, fault("nothing_to_correct"))]) from error


def _asked(body: dict[str, Any]) -> Asked:
    """The request with the record's key; an operator names the provider, an owner is it."""
    record, provider = body.pop("record"), body.pop("provider")
    if caller().role is not Role.OPERATOR:
        if provider not in (None, caller().organisation):
            raise Problem("forbidden")
        provider = caller().organisation
    elif record is not None and provider is None:
        raise Problem("invalid", faults=[("/provider", fault("required"))])
    return Asked(**body, record=None if record is None else f"{provider}/{record}")


def _shown(connection: Connection, number: int) -> dict[str, Any]:
    """The correction as it is kept, if it is there and the caller may see it."""
    found = corrections.find(connection, number) if number <= LARGEST_ID else None
    if found is None or _whose() not in (None, found.organisation):
        raise Problem("not-found")
    return kept_correction(found)


def _whose() -> str | None:
    """The organisation whose records and corrections the caller is confined to."""
    asking = caller()
    return None if asking.role is Role.OPERATOR else asking.organisation


def _party() -> Party:
    asking = caller()
    return Party(asking.organisation, asking.role.value)
