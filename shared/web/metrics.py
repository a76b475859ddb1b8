"""Prometheus metrics of requests, by route and not by path, so that their number is bounded."""

import time

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class RequestMetrics:
    """Counts requests and times them."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._requests = Counter(
            "lmis_http_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=registry,
        )
        self._seconds = Histogram(
            "lmis_http_request_seconds",
            "Seconds from request to response",
            ["route"],
            registry=registry,
        )

    def observe(self, app: Flask) -> None:
        """Measure every request of `app`."""

        @app.after_request
        def measure(response: Response) -> Response:
            route = request.url_rule.rule if request.url_rule else "none"
            method = request.method if request.method in _METHODS else "other"
            self._requests.labels(method, route, str(response.status_code)).inc()
            self._seconds.labels(route).observe(time.perf_counter() - g.started)
            return response
