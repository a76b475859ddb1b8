"""Duplicates of vacancies: listed with the reason, decided by who posted them or an operator."""

from typing import Any

import msgspec
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion import store
from services.ingestion.duplicates.deciding import NotNameable, decide, take_back
from services.ingestion.duplicates.likeness import Likeness
from services.ingestion.duplicates.wording import sentence
from services.ingestion.handlers import Door
from services.ingestion.schemas.duplicates import (
    DecidedSchema,
    DuplicatesArgs,
    DuplicateSchema,
    DuplicatesPageSchema,
)
from services.ingestion.store.duplicates import Decision, Verdict
from shared.access import Role
from shared.text import tidy
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.faults import fault
from shared.web.language import reader_language
from shared.web.problem import Problem

_DECIDED = DecidedSchema()
_BODY = {"required": True, "content": {"application/json": {"schema": DecidedSchema}}}
_likeness = msgspec.json.Decoder(Likeness).decode


def blueprint(door: Door) -> Blueprint:
    """/v1/duplicates and /v1/vacancies/<reference>/duplicate."""
    routes = Blueprint("duplicates", __name__, url_prefix="/v1", description="Duplicate vacancies")

    @routes.route("/duplicates")
    class Duplicates(MethodView):
        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.arguments(DuplicatesArgs, location="query")
        @routes.response(200, DuplicatesPageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """Own vacancies that repeat another, and others that repeat own; an operator: all."""
            own = None if caller().role is Role.OPERATOR else caller().organisation
            limit = page["limit"]
            with door.engine.connect() as connection:
                found = store.duplicates.list_duplicates(connection, own, page["cursor"], limit + 1)
            more = len(found) > limit
            return {
                "duplicates": [_shown(row) for row in found[:limit]],
                "next": found[limit - 1].key if more else None,
            }

    @routes.route("/vacancies/<path:reference>/duplicate")
    class Duplicate(MethodView):
        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.response(200, DuplicateSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """What a vacancy repeats; an operator names it by provider/reference."""
            return _one(door, _key(reference))

        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.doc(requestBody=_BODY)
        @routes.response(200, DuplicateSchema)
        def put(self, reference: str) -> dict[str, Any]:
            """Decide that it is a duplicate of another vacancy, or of none; it then stays so."""
            repeats = loaded_body(_DECIDED)["duplicate_of"]
            by, verdict = caller(), _verdict(repeats)
            decision = Decision(
                _key(reference), verdict, repeats, by.organisation, by.role.value, store.now()
            )
            try:
                known = decide(door, decision, as_operator=by.role is Role.OPERATOR)
            except NotNameable as error:
                named = fault("not_nameable", value=str(repeats)[:80])
                raise Problem("invalid", faults=[("/duplicate_of", named)]) from error
            if not known:
                raise Problem("not-found")
            return _one(door, decision.key)

        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.response(200, DuplicateSchema)
        def delete(self, reference: str) -> dict[str, Any]:
            """Take the decision back: what is found counts again."""
            by = caller()
            if not take_back(door, _key(reference), by.organisation, by.role.value):
                raise Problem("not-found")
            return _one(door, _key(reference))

    return routes


def _verdict(repeats: str | None) -> Verdict:
    return "own" if repeats is None else "same"


def _key(reference: str) -> str:
    """An operator names any vacancy, an employer its own only."""
    tidied = tidy(reference)
    is_operator = caller().role is Role.OPERATOR
    return tidied if is_operator else f"{caller().organisation}/{tidied}"


def _one(door: Door, key: str) -> dict[str, Any]:
    with door.engine.connect() as connection:
        found = store.duplicates.found_of(connection, key)
        decision = store.duplicates.decisions(connection, [key]).get(key)
    if found is None:
        raise Problem("not-found")
    decided = decision and {
        "duplicate_of": decision.repeats,
        "role": decision.role,
        "made_at": decision.made_at,
    }
    return _shown(found) | {"decision": decided, "is_compared": found.is_compared}


def _shown(row: Any) -> dict[str, Any]:
    likeness = _likeness(row.likeness) if row.likeness else None
    language = reader_language()
    return {
        "vacancy": row.key,
        "duplicate_of": row.duplicate_of,
        "score": likeness and likeness.score,
        "evidence": [
            {"part": part.name, "weight": part.weight, "text": sentence(part, language)}
            for part in (likeness.parts if likeness else ())
        ],
    }
