"""The OpenAPI document of a service, completed with the access rules, and a page to read it."""

import re
from collections.abc import Collection
from copy import deepcopy
from importlib.resources import files
from typing import Any, Literal

from flask import Flask, Response, current_app, jsonify, render_template, send_from_directory
from flask.views import MethodView
from flask_smorest import Api, Blueprint

from shared.access.roles import MEANING
from shared.web.access import Rule, public, rule_of
from shared.web.answer_docs import add_components, state_answers
from shared.web.link_docs import add_links
from shared.web.problem import PAGE

_SWAGGER_UI = str(files("flask_swagger_ui") / "dist")
_OWN = str(files("shared.web") / "static")
_TEXT = {"type": "string"}
_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def blueprint(api: Api, title: str) -> Blueprint:
    """/openapi.json, /docs and the files the page needs."""
    routes = Blueprint("docs", __name__, description="This document", template_folder="templates")

    @routes.route("/openapi.json")
    class Document(MethodView):
        @public
        @routes.response(200, {"type": "object"})
        def get(self) -> Response:
            """The OpenAPI 3.1 document."""
            return jsonify(document(current_app, api))

    @routes.route("/docs")
    class Page(MethodView):
        @public
        @routes.response(200, _TEXT, content_type="text/html")
        def get(self) -> Response:
            """A page to read and try the API."""
            return Response(render_template("docs.html", title=title))

    @routes.route("/docs/assets/<path:name>")
    class Assets(MethodView):
        @public
        @routes.response(200, _TEXT, content_type="*/*")
        def get(self, name: str) -> Response:
            """The page's files: Swagger UI's own, and the line that starts it."""
            directory = _OWN if name == "docs.js" else _SWAGGER_UI
            return send_from_directory(directory, name, max_age=86400)

    return routes


def document(app: Flask, api: Api) -> dict[str, Any]:
    """The document with each operation's access rule, problems, and what its answers lead to."""
    spec: dict[str, Any] = deepcopy(api.spec.to_dict())
    schemes = _security_schemes(app.config["OIDC_ISSUER"])
    spec.setdefault("components", {})["securitySchemes"] = schemes
    spec["servers"] = [{"url": app.url_for("docs.Document").removesuffix("/openapi.json") or "/"}]
    add_components(spec, has_pages=PAGE in app.extensions)
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        path = _ARGUMENT.sub(r"{\1}", rule.rule)
        for method, operation in spec["paths"].get(path, {}).items():
            if isinstance(operation, dict):
                stated = rule_of(view, method.upper())
                _state_access(operation, stated, schemes)
                state_answers(operation, path, method, view)
    add_links(spec)
    return spec


def _security_schemes(issuer: str) -> dict[str, Any]:
    scopes = "; ".join(f"{scope}: {meaning}" for scope, meaning in MEANING.items())
    schemes: dict[str, Any] = {
        "apiKey": {
            "type": "http",
            "scheme": "bearer",
            "description": f"An organisation's API key. It may be confined to scopes: {scopes}.",
        }
    }
    if issuer:
        where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        schemes["token"] = {"type": "openIdConnect", "openIdConnectUrl": where}
    return schemes


def _state_access(
    operation: dict[str, Any], rule: Rule | Literal["public"] | None, schemes: Collection[str]
) -> None:
    roles = sorted(rule.roles) if isinstance(rule, Rule) else []
    scopes = [rule.scope] if isinstance(rule, Rule) else []
    operation["security"] = [] if rule == "public" else [{scheme: scopes} for scheme in schemes]
    operation["x-roles"] = ["public"] if rule == "public" else roles
    operation["x-scopes"] = scopes
