"""GET /doubts: what readers doubted and what was answered; /doubts/new: a form to report one."""

from collections.abc import Mapping, Sequence
from typing import Any

import marshmallow as ma
from flask import Response, url_for
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields

from services.reporting.data_sets.naming import faults_of
from services.reporting.feedback import doubts, handlers
from services.reporting.feedback.answers import kept_doubt
from services.reporting.feedback.doubts import Wanted
from services.reporting.feedback.handlers import TooManyOpen, Unfounded
from services.reporting.feedback.schemas import LONGEST_MESSAGE, DoubtSchema
from services.reporting.pages.answered import answered
from services.reporting.pages.figure_pages import DIMENSIONS, CellArgs
from services.reporting.pages.language import current_reader, msgid
from services.reporting.pages.numbers import day
from services.reporting.pages.origin import facts
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import Fault, flatten
from shared.web.problem import Problem

STATUSES = {
    "received": msgid("Received; nobody has looked into it yet."),
    "in_review": msgid("It is being looked into."),
    "answered": msgid("It was answered."),
}
MOST = 50
_SCHEMA = DoubtSchema()


class FigureArgs(CellArgs):
    """The figure that looks wrong."""

    table = fields.String(required=True)
    indicator = fields.String(required=True)


class DoubtForm(FigureArgs):
    """The filled-in form."""

    message = fields.String(load_default="")


def blueprint(window: Window) -> Blueprint:
    """Reports of doubtful figures."""
    routes = Blueprint("doubts", __name__, description="Pages of doubtful figures")

    @routes.route("/doubts")
    class Doubts(MethodView):
        @public
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self) -> Response:
            """What was answered, newest first, and how much is waiting."""
            reader = current_reader()
            with window.engine.connect() as connection:
                counts = doubts.counts(connection, Wanted())
            answers = answered(window.engine, Wanted(), MOST, reader)
            scene = scene_of(window.shelf, {})
            publication = scene.publication if scene else None
            return respond("doubts.html", reader, publication, answers=answers, counts=counts)

    @routes.route("/doubts/new")
    class NewDoubt(MethodView):
        @public
        @routes.arguments(FigureArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """The form for one figure."""
            return _form(_scene(window, given), given, 200)

        @public
        @routes.arguments(DoubtForm, location="form", unknown=None)
        @routes.response(201, {"type": "string"}, content_type="text/html")
        def post(self, given: dict[str, Any]) -> Response:
            """Keep the report and show where its answer will be; nothing is kept of who sent it."""
            scene = _scene(window, given)
            try:
                reference = _received(window, scene, given)
            except ma.ValidationError as error:
                return _form(scene, given, 422, flatten(error.messages))
            return _told(window, reference, 201)

    @routes.route("/doubts/<string:reference>")
    class KeptDoubt(MethodView):
        @public
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, reference: str) -> Response:
            """How far a report has come."""
            return _told(window, reference, 200)

    return routes


def _told(window: Window, reference: str, status: int) -> Response:
    """How far the report has come, under its own address. Raises Problem: `not-found`."""
    with window.engine.connect() as connection:
        row = doubts.find(connection, reference)
    if row is None:
        raise Problem("not-found")
    reader = current_reader()
    address = url_for("doubts.KeptDoubt", reference=reference, lang=reader.language)
    state, moment = reader.say(STATUSES[row.status]), row.answered_at or row.received_at
    doubt = {**kept_doubt(row), "day": day(moment, reader.language)}
    response = respond(
        "doubt.html", reader, None, status, doubt=doubt, state=state, address=address
    )  # fmt: skip
    response.headers["Content-Location"] = address
    return response


def _scene(window: Window, given: Mapping[str, Any]) -> Scene:
    """The release that the figure is of. Raises Problem: `not-found` for no such figure."""
    scene = scene_of(window.shelf, {n: given[n] for n in ("lang", "release") if n in given})
    if scene is None:
        raise Problem("not-found")
    faults = [*faults_of(scene.publication, given["table"], given["indicator"], _cell(given))]
    if faults:
        raise Problem("not-found", faults=faults)
    return scene


def _cell(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: given[name] for name in DIMENSIONS if name in given}


def _form(
    scene: Scene,
    given: Mapping[str, Any],
    status: int,
    faults: Sequence[tuple[str, Fault]] = (),
) -> Response:
    table = scene.data_set(given["table"])
    cell, indicator = _cell(given), given["indicator"]
    return respond(
        "new_doubt.html",
        scene.reader,
        scene.publication,
        status,
        table=table.definition,
        measure=table.definition.indicator(indicator),
        facts=facts(scene, table, table.figure(indicator, **cell), cell),
        codes=cell,
        message=given.get("message", ""),
        longest=LONGEST_MESSAGE,
        faults=[fault.text(scene.reader.language) for _, fault in faults],
    )


def _received(window: Window, scene: Scene, given: Mapping[str, Any]) -> str:
    """The reference of the report that is now kept. Raises marshmallow.ValidationError."""
    about = {
        "data_set": given["table"],
        "indicator": given["indicator"],
        "version": scene.publication.version,
        "cell": _cell(given),
    }
    said = {"message": given["message"], "language": scene.reader.language}
    asked = _SCHEMA.load({"about": about, **said})
    try:
        return handlers.report(window.engine, window.shelf, asked)
    except Unfounded as error:
        raise Problem("invalid", faults=error.faults) from error
    except TooManyOpen as error:
        raise Problem("too-many", headers={"Retry-After": "3600"}) from error
