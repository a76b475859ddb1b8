"""GET /, the dashboard; GET /views/….png, its pictures; and the files pages need."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import Response, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.pages import language
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.filters import form
from services.reporting.pages.links import linked
from services.reporting.pages.panel import Call, Panel, calls
from services.reporting.pages.pictures import png
from services.reporting.pages.problems import problem_page
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.pages.views import VIEWS
from services.reporting.window import Window
from shared.web.access import public
from shared.web.look.style import dress
from shared.web.problem import PAGE, Problem

_HTML = {"type": "string"}
_FILE = {"type": "string", "format": "binary"}


def blueprint(window: Window) -> Blueprint:
    """The dashboard and its files; also what every other page needs of templates and texts."""
    routes = Blueprint(
        "pages", __name__, description="Pages for policymakers",
        template_folder="templates", static_folder="static", static_url_path="/assets",
    )  # fmt: skip

    @routes.route("/")
    class Dashboard(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, _HTML, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """The eight views as one page, in Thai unless asked otherwise."""
            scene = scene_of(window.shelf, given)
            if scene is None:
                return respond("empty.html", language.current_reader(), None)
            return respond(
                "dashboard.html",
                scene.reader,
                scene.publication,
                filters=form(scene),
                narrowed=bool(set(given) - {"lang"}),
                panels=[_framed(scene, name, view(scene)) for name, view in VIEWS.items()],
            )

    @routes.route("/views/<string:name>.png")
    class Picture(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, _FILE, content_type="image/png")
        def get(self, given: dict[str, Any], name: str) -> Response:
            """One view of the dashboard as a picture with its heading and source."""
            scene = scene_of(window.shelf, given, "pages.Dashboard")
            if scene is None or name not in VIEWS:
                raise Problem("not-found")
            response = Response(png(scene, VIEWS[name](scene)), content_type="image/png")
            file = f"lmis-{name}-{scene.publication.version}-{scene.reader.language}.png"
            response.headers["Content-Disposition"] = f'inline; filename="{file}"'
            response.headers["Cache-Control"] = "no-cache"
            return response

    @routes.record_once
    def prepare(state: Any) -> None:
        language.speak_thai(state.app)
        dress(state.app)
        state.app.extensions[PAGE] = problem_page
        public(state.app.view_functions["pages.static"])

    return routes


def _framed(scene: Scene, name: str, panel: Panel) -> tuple[Panel, Sequence[Call], str]:
    arguments: Mapping[str, Any] = {
        **scene.given,
        "release": scene.publication.version,
        "lang": scene.reader.language,
    }
    led = replace(panel, tables=[linked(scene, table) for table in panel.tables])
    return led, calls(scene, panel), url_for("pages.Picture", name=name, **arguments)
