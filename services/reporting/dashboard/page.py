"""GET /: the page, and the files it needs."""

from typing import Any

from flask import Response, render_template, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.arguments import selection_of
from services.reporting.dashboard.filters import PageArgs, parameters
from services.reporting.dashboard.view import make_view
from services.reporting.dashboard.wording import say
from services.reporting.store import snapshot
from services.reporting.window import Window
from shared.web.access import public
from shared.web.language import Language, reader_language

_OTHER: dict[Language, Language] = {"th": "en", "en": "th"}


def blueprint(window: Window) -> Blueprint:
    """The page and its files."""
    routes = Blueprint(
        "dashboard", __name__, description="The page for policymakers",
        template_folder="templates", static_folder="static", static_url_path="/assets",
    )  # fmt: skip

    @routes.route("/")
    class Page(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """Balance and mismatch by field as a page, in Thai unless asked otherwise."""
            language = reader_language("th")
            selection = selection_of(given)
            with snapshot(window.engine) as connection:
                view = make_view(connection, selection, window.today(), language)
            chosen = parameters(selection)
            html = render_template(
                "dashboard.html",
                language=language,
                other_language=_OTHER[language],
                say=lambda key, **values: say(language, key, **values),
                view=view,
                chosen=chosen,
                reports={
                    name: url_for(f"{name}.{name.title()}", by="field", **chosen)
                    for name in ("balance", "mismatch")
                },
            )
            response = Response(html, content_type="text/html; charset=utf-8")
            response.headers["Content-Language"] = language
            response.headers["Cache-Control"] = "no-cache"
            response.headers["Vary"] = "Accept-Language"
            return response

    @routes.record_once
    def open_page_files(state: Any) -> None:
        public(state.app.view_functions["dashboard.static"])

    return routes
