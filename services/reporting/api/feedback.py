"""/v1/feedback: anyone may doubt a figure or a code; operators answer for all to read."""

from dataclasses import fields
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from sqlalchemy import Connection, Row

from services.reporting.feedback import doubts, handlers
from services.reporting.feedback.answers import doubt_page, kept_doubt
from services.reporting.feedback.doubts import Answer, Wanted
from services.reporting.feedback.handlers import TooManyOpen, Unfounded
from services.reporting.feedback.schemas import (
    AnswerSchema,
    DoubtPageSchema,
    DoubtSchema,
    KeptDoubtSchema,
    WantedArgs,
)
from services.reporting.window import Window
from shared.access import Role
from shared.db.engine import transaction
from shared.web.access import allow, public
from shared.web.body import loaded_body
from shared.web.problem import Problem

_DOUBT, _ANSWER = DoubtSchema(), AnswerSchema()


def blueprint(window: Window) -> Blueprint:
    """Doubts and their answers."""
    routes = Blueprint("feedback", __name__, url_prefix="/v1", description="Feedback")

    @routes.route("/feedback")
    class Feedback(MethodView):
        @public
        @routes.doc(requestBody=_body(DoubtSchema))
        @routes.response(201, KeptDoubtSchema)
        def post(self) -> dict[str, Any]:
            """Say that a figure or a code looks wrong; the reference leads to the answer.

            Needs no key. Nothing is kept of who reports: no name, no address of any kind.
            """
            reference = _received(window, loaded_body(_DOUBT))
            with window.engine.connect() as connection:
                return kept_doubt(_found(connection, reference))

        @public
        @routes.arguments(WantedArgs, location="query")
        @routes.response(200, DoubtPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """Doubts that were answered, and how many are waiting."""
            if asked.get("status", "answered") == "answered":
                return _page(window, {**asked, "status": "answered"}, to_operator=False)
            with window.engine.connect() as connection:
                return doubt_page([], doubts.counts(connection, _wanted(asked)), limit=1)

    @routes.route("/feedback/desk")
    class Desk(MethodView):
        @allow(Role.OPERATOR, scope="feedback")
        @routes.arguments(WantedArgs, location="query")
        @routes.response(200, DoubtPageSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """All doubts with their readers' words, for those who answer them."""
            return _page(window, asked, to_operator=True)

    @routes.route("/feedback/<reference>")
    class One(MethodView):
        @public
        @routes.response(200, KeptDoubtSchema)
        def get(self, reference: str) -> dict[str, Any]:
            """How far a doubt has come, and the answer."""
            with window.engine.connect() as connection:
                return kept_doubt(_found(connection, reference))

    @routes.route("/feedback/<reference>/review")
    class Review(MethodView):
        @allow(Role.OPERATOR, scope="feedback")
        @routes.response(200, KeptDoubtSchema)
        def post(self, reference: str) -> dict[str, Any]:
            """Say that a doubt is being looked into."""
            with transaction(window.engine) as connection:
                _found(connection, reference)
                doubts.take_up(connection, reference)
                return kept_doubt(_found(connection, reference), to_operator=True)

    @routes.route("/feedback/<reference>/answer")
    class Answers(MethodView):
        @allow(Role.OPERATOR, scope="feedback")
        @routes.doc(requestBody=_body(AnswerSchema))
        @routes.response(200, KeptDoubtSchema)
        def post(self, reference: str) -> dict[str, Any]:
            """Answer a doubt for all to read; a second answer replaces the first."""
            given = loaded_body(_ANSWER)
            answer = Answer(
                outcome=given["outcome"], shows_message=given["shows_message"], **given["answer"]
            )
            with transaction(window.engine) as connection:
                _found(connection, reference)
                doubts.answer(connection, reference, answer)
                return kept_doubt(_found(connection, reference), to_operator=True)

    return routes


def _received(window: Window, asked: dict[str, Any]) -> str:
    try:
        return handlers.report(window.engine, window.shelf, asked)
    except Unfounded as error:
        faults = [(f"/{place}", found) for place, found in error.faults]
        raise Problem("invalid", faults=faults) from error
    except TooManyOpen as error:
        raise Problem("too-many", headers={"Retry-After": "3600"}) from error


def _page(window: Window, asked: dict[str, Any], *, to_operator: bool) -> dict[str, Any]:
    limit, wanted = asked["limit"], _wanted(asked)
    with window.engine.connect() as connection:
        rows = doubts.page(connection, wanted, asked["cursor"], limit + 1)
        counts = doubts.counts(connection, wanted)
    return doubt_page(rows, counts, limit, to_operator=to_operator)


def _wanted(asked: dict[str, Any]) -> Wanted:
    return Wanted(**{spec.name: asked.get(spec.name) for spec in fields(Wanted)})


def _found(connection: Connection, reference: str) -> Row[Any]:
    found = doubts.find(connection, reference)
    if found is None:
        raise Problem("not-found")
    return found


def _body(schema: type[Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}
