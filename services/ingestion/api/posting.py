"""Posting one record or many, the same for every noun."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import marshmallow as ma
import msgspec
from flask import Response

from services.ingestion.domain import Outcome
from services.ingestion.schemas.answers import OutcomeSchema, OutcomesSchema
from shared.web.body import JSON_LINES, json_body
from shared.web.faults import fault
from shared.web.language import reader_language
from shared.web.problem import Problem, fault_entry

MOST_RECORDS = 10_000
_MOST_FAULTS_SHOWN = 1_000


def post_records(record: Callable[[Sequence[Any]], list[Outcome]]) -> Response:
    """Take the body's record or records and say what became of each.

    One record: 201, 200, or a problem. Many: 200 with one result each, or a problem when not
    one of them was valid; what was valid is kept either way.
    """
    body = json_body()
    if isinstance(body, list):
        return _answer_many(record(_checked_length(body)))
    return _answer_one(record([body])[0])


def _checked_length(body: list[Any]) -> list[Any]:
    if not body:
        raise Problem("invalid", faults=[("", fault("empty"))])
    if len(body) > MOST_RECORDS:
        raise Problem("invalid", faults=[("", fault("too_many", max=MOST_RECORDS))])
    return body


def _answer_one(outcome: Outcome) -> Response:
    if outcome.status == "invalid":
        raise Problem("invalid", faults=outcome.faults)
    return _json(_shown(outcome), 201 if outcome.status == "created" else 200)


def _answer_many(outcomes: Sequence[Outcome]) -> Response:
    counts = Counter(outcome.status for outcome in outcomes)
    if counts["invalid"] == len(outcomes):
        faults = [
            (f"/{index}{pointer}", found)
            for index, outcome in enumerate(outcomes)
            for pointer, found in outcome.faults
        ]
        raise Problem("invalid", faults=faults[:_MOST_FAULTS_SHOWN])
    totals = {status: counts[status] for status in ("created", "updated", "unchanged", "invalid")}
    return _json(totals | {"results": [_shown(outcome) for outcome in outcomes]}, 200)


def _shown(outcome: Outcome) -> Outcome | dict[str, Any]:
    """The outcome as it is encoded; its faults and warnings in words."""
    if not (outcome.faults or outcome.warnings):
        return outcome
    language = reader_language()
    shown: dict[str, Any] = {
        "status": outcome.status,
        "reference": outcome.reference,
        "record": outcome.record,
        "version": outcome.version,
        "errors": [fault_entry(p, f, language) for p, f in outcome.faults] or None,
        "warnings": [fault_entry(p, f, language) for p, f in outcome.warnings] or None,
    }
    return {name: value for name, value in shown.items() if value is not None}


def _json(body: Any, status: int) -> Response:
    headers = {"Content-Language": reader_language()}
    return Response(msgspec.json.encode(body), status, headers, content_type="application/json")


OUTCOMES_DOC = {"anyOf": [OutcomeSchema, OutcomesSchema]}
"""What 200 says in the OpenAPI document: of one record that was known, or of many."""


def body_doc(schema: type[ma.Schema]) -> dict[str, Any]:
    """The request body in the OpenAPI document: one record, a list, or JSON lines."""
    one = schema()
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"oneOf": [one, {"type": "array", "items": one}]}},
                JSON_LINES: {"schema": one},
            },
        }
    }
