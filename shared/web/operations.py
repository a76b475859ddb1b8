"""What operators and orchestrators ask of a service: alive, ready, measured."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

import marshmallow as ma
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

from shared.web.access import public, uncounted

log = logging.getLogger(__name__)

Check = Callable[[], Any]


class HealthSchema(ma.Schema):
    status = ma.fields.String(metadata={"description": "alive"})


class CheckSchema(ma.Schema):
    ok = ma.fields.Boolean()
    found = ma.fields.Raw(metadata={"description": "what the check saw, or why it is red"})


class ReadinessSchema(ma.Schema):
    ready = ma.fields.Boolean()
    checks = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Nested(CheckSchema))


def blueprint(checks: Mapping[str, Check], registry: CollectorRegistry) -> Blueprint:
    """/health, /ready and /metrics."""
    routes = Blueprint("operations", __name__, description="Health, readiness and metrics")

    @routes.route("/health")
    class Health(MethodView):
        @public
        @uncounted
        @routes.response(200, HealthSchema)
        def get(self) -> dict[str, str]:
            """The process answers."""
            return {"status": "alive"}

    @routes.route("/ready")
    class Ready(MethodView):
        @public
        @uncounted
        @routes.response(200, ReadinessSchema)
        @routes.alt_response(503, schema=ReadinessSchema)
        def get(self) -> tuple[dict[str, Any], int]:
            """Database, log and lag are as they should be."""
            found = {name: run(name, check) for name, check in checks.items()}
            ready = all(entry["ok"] for entry in found.values())
            return {"ready": ready, "checks": found}, 200 if ready else 503

    @routes.route("/metrics")
    class Metrics(MethodView):
        @public
        @uncounted
        @routes.response(200, {"type": "string"}, content_type="text/plain")
        def get(self) -> Response:
            """Prometheus metrics."""
            return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)

    return routes


def run(name: str, check: Check) -> dict[str, Any]:
    """The check's finding; any exception is a red check, never a failing probe."""
    try:
        return {"ok": True, "found": check()}
    except Exception as error:  # noqa: BLE001  whatever a driver raises, the probe must answer
        log.warning("check is red", extra={"check": name, "reason": str(error)})
        return {"ok": False, "found": type(error).__name__}
