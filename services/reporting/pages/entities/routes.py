"""GET /occupations/2512, /fields/06, /regions/TH-50, /institutions/…: a page about each."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.pages import links
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.entities.demand import demand
from services.reporting.pages.entities.portrait import classification_of, portrait, subject_of
from services.reporting.pages.language import current_reader
from services.reporting.pages.links import ENTITY_PATHS
from services.reporting.pages.names import Kind
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import scene_of
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem


def blueprint(window: Window) -> Blueprint:
    """A page for each occupation, field, region and institution."""
    routes = Blueprint(
        "entities", __name__, description="Pages of occupations, fields, regions, institutions"
    )
    for kind, path in ENTITY_PATHS.items():
        _add(routes, window, kind, path)
    return routes


def _add(routes: Blueprint, window: Window, kind: Kind, path: str) -> None:
    @routes.route(f"/{path}/<string:code>", endpoint=kind)
    class Entity(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any], code: str) -> Response:
            """All that is published about it, with its neighbours in the hierarchy."""
            scene = scene_of(window.shelf, given)
            if scene is None:
                return respond("empty.html", current_reader(), None)
            try:
                subject = subject_of(scene, kind, code)
            except KeyError as error:
                known = classification_of(scene, kind)
                unknown = fault("unknown_code", value=code[:60], classification=known)
                raise Problem("not-found", faults=[("code", unknown)]) from error
            return respond(
                "entity.html",
                scene.reader,
                scene.publication,
                subject=subject,
                portrait=portrait(scene, subject),
                demand=demand(scene, kind, subject.member),
                address=links.entity,
                scene=scene,
            )
