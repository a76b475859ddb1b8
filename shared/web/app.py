"""The app factory all services share: what every request and every answer goes through."""

import logging
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, request
from flask_smorest import Api, Blueprint
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.access import AccessStore
from shared.access.entrance import Entrance
from shared.access.tokens import TokenReader
from shared.correlation import correlation_id, new_correlation_id
from shared.db.errors import is_transient
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.taxonomy import releases
from shared.web import access, auditing, body, docs, idempotency, limits, operations, problem
from shared.web.faults import Fault, flatten
from shared.web.limits import Limits
from shared.web.metrics import RequestMetrics
from shared.web.problem import Problem, ProblemSchema

log = logging.getLogger(__name__)

CORRELATION_HEADER = "X-Correlation-Id"
_ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


class DocumentedApi(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """flask-smorest with our error schema and none of its own error handlers or pages."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Problems are rendered by `_handle_errors`."""


@dataclass(frozen=True)
class Service:
    """What a service brings to the skeleton.

    `checks` are called for readiness: each returns what to show, or raises when it is red.
    `databases` are those of its own, for `close_app`; `repeatable` remembers writes that carry
    an Idempotency-Key.
    """

    name: str
    title: str
    version: str
    blueprints: Sequence[Blueprint]
    access: AccessStore
    databases: Sequence[Engine] = ()
    repeatable: RepeatableWrites | None = None
    checks: Mapping[str, operations.Check] = field(default_factory=dict)
    registry: CollectorRegistry = field(default_factory=CollectorRegistry)


def make_app(service: Service, settings: Settings) -> Flask:
    """A Flask app of the service: its blueprints plus /health, /ready, /metrics and /docs.

    Raises:
        ReleaseRefused: the taxonomy release in use is not what was imported.
        SettingsError: bearer tokens are to be taken in a way that cannot be.
    """
    releases.serve(settings.taxonomies())
    app = Flask(f"services.{service.name}", static_folder=None)
    app.config.update(
        API_TITLE=service.title,
        API_VERSION=service.version,
        OPENAPI_VERSION="3.1.0",
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        OIDC_ISSUER=settings.oidc_issuer,
    )
    app.url_map.merge_slashes = False  # an unknown path is a problem, not a redirection
    app.json.ensure_ascii = False  # type: ignore[attr-defined]  # of the default provider
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["databases"] = (*service.databases, service.access.engine)
    _identify_requests(app)
    _refuse_nul(app)
    RequestMetrics(service.registry).observe(app)
    tokens = TokenReader.of(settings, service.access)
    access.guard(app, Entrance(service.access, tokens), Limits(settings))
    limits.announce(app)
    auditing.name_actors(app)
    if service.repeatable is not None:
        idempotency.observe(app, service.repeatable, settings.pseudonym_secret())
    _handle_errors(app)
    api = DocumentedApi(app)
    for blueprint in service.blueprints:
        api.register_blueprint(blueprint)
    api.register_blueprint(operations.blueprint(service.checks, service.registry))
    api.register_blueprint(docs.blueprint(api, service.title))
    mount(app, f"/{service.name}")
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops
        )
    return app


def close_app(app: Flask) -> None:
    """Close the app's database connections; it opens new ones when it is asked again."""
    for engine in app.extensions["databases"]:
        engine.dispose()


def mount(app: Flask, prefix: str) -> None:
    """Answer below `prefix` too, so that paths are the same alone and behind a proxy."""
    inner = app.wsgi_app

    def wsgi(environ: Any, start_response: Any) -> Any:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(prefix + "/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
            environ["PATH_INFO"] = path[len(prefix) :] or "/"
        return inner(environ, start_response)

    app.wsgi_app = wsgi  # type: ignore[method-assign]


def _identify_requests(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        asked = request.headers.get(CORRELATION_HEADER, "")
        correlation_id.set(asked if _ACCEPTABLE_ID.fullmatch(asked) else new_correlation_id())
        g.started = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if response.status_code >= 400:
            body.read_off()
        response.headers[CORRELATION_HEADER] = correlation_id.get()
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        log.info(
            "request",
            extra={
                "method": request.method,
                "route": request.url_rule.rule if request.url_rule else "none",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - g.started) * 1000, 1),
            },
        )
        return response

    @app.teardown_request
    def forget(_: BaseException | None) -> None:
        correlation_id.set("")  # the thread's next work is another's


def _refuse_nul(app: Flask) -> None:
    """No name of ours has a NUL character, and PostgreSQL takes none."""

    @app.before_request
    def check() -> None:
        if "\0" in request.path or b"%00" in request.query_string:
            raise Problem("malformed")


def _handle_errors(app: Flask) -> None:
    @app.errorhandler(Problem)
    def stated(error: Problem) -> Response:
        return problem.render(error, correlation_id.get())

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        return problem.render(_of_http(error), correlation_id.get())

    @app.errorhandler(Exception)
    def unexpected(error: Exception) -> Response:
        if is_transient(error):
            log.warning("unavailable", exc_info=error)
            retry = Problem("unavailable", headers={"Retry-After": "1"})
            return problem.render(retry, correlation_id.get())
        log.error("unhandled error", exc_info=error)
        return problem.render(Problem("internal"), correlation_id.get())


def _of_http(error: HTTPException) -> Problem:
    kind = problem.TYPE_OF_STATUS.get(error.code or 500)
    if kind is None:
        kind = "malformed" if 400 <= (error.code or 500) < 500 else "internal"
    headers = {k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")}
    messages = (getattr(error, "data", None) or {}).get("messages")
    return Problem(kind, faults=_faults_of(messages), headers=headers)


def _faults_of(messages: Any) -> list[tuple[str, Fault]]:
    """webargs puts messages below the place they were read from: query, json, path."""
    found = []
    for place, inner in (messages or {}).items():
        sign = "?" if place in ("query", "querystring") else ""
        for pointer, fault in flatten(inner):
            found.append((sign + pointer.lstrip("/") if sign else pointer, fault))
    return found
