"""A report as a response: JSON or CSV as the caller asks, with a tag that tells equal figures."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from flask import Response, request

from services.reporting import answers
from services.reporting.exports.csv import to_csv
from services.reporting.queries.report import Report
from shared.web.problem import Problem

JSON, CSV = "application/json", "text/csv"
_MEDIA_TYPES = {"json": JSON, "csv": CSV}


def render(report: Report, given: Mapping[str, Any]) -> Response:
    """The report in the form asked for; 304 when the caller has these figures already.

    Raises:
        Problem: `not-acceptable`, the Accept header wants neither JSON nor CSV.
    """
    media_type = _media_type(given.get("format"))
    generated_at = datetime.now(UTC).isoformat(timespec="seconds")
    answer = answers.report(report)
    body = msgspec.json.encode({**answer, "generated_at": generated_at})
    response = Response(body, content_type=JSON)
    if media_type == CSV:
        response = Response(to_csv(report, generated_at), content_type=f"{CSV}; charset=utf-8")
        name = f"{report.name}-{report.subject}" if report.subject else report.name
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.set_etag(_tag(answer, media_type))
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Vary"] = "Accept"
    response.make_conditional(request)
    return response


def _media_type(asked: str | None) -> str:
    if asked is not None:
        return _MEDIA_TYPES[asked]
    accepted = request.accept_mimetypes
    best = accepted.best_match([JSON, CSV]) if accepted else JSON
    if best is None:
        raise Problem("not-acceptable", detail=f"{JSON}, {CSV}")
    return best


def _tag(answer: Mapping[str, Any], media_type: str) -> str:
    figures = msgspec.json.encode([media_type, answer], order="deterministic")
    return hashlib.sha256(figures).hexdigest()[:32]
