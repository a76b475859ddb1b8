"""Signing in with an API key, and out."""

from typing import Any

from flask import Response, redirect, request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.pages import language
from services.ingestion.pages.problems import problem_page
from services.ingestion.pages.rendering import respond
from services.ingestion.pages.showing import HTML, onward
from shared.access import Role
from shared.web.access import known_caller, public
from shared.web.look.style import dress
from shared.web.problem import PAGE, Problem
from shared.web.sessions import LONGEST_KEY, Sessions, install, refuse_other_sites

SIGN_IN = "entering.SignIn"
_KEY = {
    "required": True,
    "content": {
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["key"],
                "properties": {"key": {"type": "string", "maxLength": LONGEST_KEY}},
            }
        }
    },
}
_REFUSALS = {
    "unauthenticated": language.msgid("This key is not valid, or not any more."),
    "forbidden": language.msgid("This key's owner has no place here."),
    "rate-limited": language.msgid("Too many tries. Please wait some minutes."),
}


def blueprint(secret: bytes, *, is_demonstration: bool) -> Blueprint:
    """/sign-in and /sign-out; also what every other page needs of templates and texts."""
    routes = Blueprint(
        "entering", __name__, description="Pages for uploads",
        template_folder="templates", static_folder="static", static_url_path="/assets",
    )  # fmt: skip
    sessions = Sessions(secret, SIGN_IN)

    @routes.route("/sign-in")
    class SignIn(MethodView):
        @public
        @routes.response(200, HTML, content_type="text/html")
        def get(self) -> Response:
            """The form that takes a key."""
            return respond("sign_in.html", fault=None)

        @public
        @routes.doc(requestBody=_KEY)
        @routes.response(303)
        @routes.alt_response(401, description="the key is not valid")
        @routes.alt_response(403, description="the key may not, or the form is not of this site")
        def post(self) -> Any:
            """Sign in; the key goes into a sealed cookie for eight hours."""
            refuse_other_sites()
            key = request.form.get("key", "").strip()[:LONGEST_KEY]
            try:
                role = known_caller(key).role
            except Problem as problem:
                if problem.kind not in _REFUSALS:
                    raise
                return _refused(problem)
            if role not in (Role.UNIVERSITY, Role.EMPLOYER):
                return _refused(Problem("forbidden"))
            response = redirect(url_for("uploads.Uploads", **onward()), 303)
            sessions.begin(response, key)  # type: ignore[arg-type]  # the app's own class
            return response

    @routes.route("/sign-out")
    class SignOut(MethodView):
        @public
        @routes.response(303)
        @routes.alt_response(403, description="the form is not of this site")
        def post(self) -> Any:
            """Sign out."""
            refuse_other_sites()
            response = redirect(url_for(SIGN_IN, **onward()), 303)
            sessions.end(response)  # type: ignore[arg-type]  # the app's own class
            return response

    @routes.record_once
    def prepare(state: Any) -> None:
        install(state.app, sessions)
        language.speak_thai(state.app)
        dress(state.app)
        state.app.config["DEMONSTRATION"] = is_demonstration
        state.app.extensions[PAGE] = problem_page
        public(state.app.view_functions["entering.static"])

    return routes


def _refused(problem: Problem) -> Response:
    fault = language.current_reader().say(_REFUSALS[problem.kind])
    response = respond("sign_in.html", problem.status, fault=fault)
    response.headers.update(problem.headers)
    return response
