"""GET /methods: every indicator with its formula and limits, and how the figures are made."""

from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.exports.about import pay_note
from services.reporting.figures import REASONS
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.language import current_reader
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.window import Window
from shared.web.access import public


def blueprint(window: Window) -> Blueprint:
    """The page of methods."""
    routes = Blueprint("methods", __name__, description="Methods")

    @routes.route("/methods")
    class Methods(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """Definition, formula, source, caveats and misuse of every indicator."""
            scene = scene_of(window.shelf, {n: given[n] for n in ("lang", "release") if n in given})
            if scene is None:
                return respond("empty.html", current_reader(), None)
            return respond(
                "methods.html",
                scene.reader,
                scene.publication,
                tables=scene.publication.data_sets.values(),
                classifications=classifications(scene),
                noise=pay_note(scene.publication) if scene.publication.pay_epsilon else None,
                reasons=[REASONS[code][scene.reader.language == "th"] for code in REASONS],
            )

    return routes


def classifications(scene: Scene) -> list[tuple[str, str]]:
    """Each dimension of the tables with what its codes are from."""
    found = {
        dimension.name: (scene.reader.name(dimension.labels), dimension.classification)
        for table in scene.publication.data_sets.values()
        for dimension in table.dimensions
    }
    return list(found.values())
