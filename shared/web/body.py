"""Reading a request's body: JSON or JSON lines, refused plainly when it is neither."""

from typing import Any

import msgspec
from flask import request

from shared.web.faults import fault
from shared.web.problem import Problem

JSON = "application/json"
JSON_LINES = "application/x-ndjson"


def json_body() -> Any:
    """The decoded body: any JSON value, or a list for JSON lines.

    Raises:
        Problem: `unsupported-media-type` or `malformed` (pointer /N for a bad line N).
    """
    kind = request.mimetype
    if kind == JSON:
        return _decode(request.get_data(), "")
    if kind == JSON_LINES:
        lines = request.get_data().splitlines()
        return [_decode(line, f"/{n}") for n, line in enumerate(lines) if line.strip()]
    raise Problem(
        "unsupported-media-type",
        detail=f"{JSON} or {JSON_LINES}",
        headers={"Accept-Post": f"{JSON}, {JSON_LINES}"},
    )


def _decode(text: bytes, pointer: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        reason = str(error) or "not UTF-8"
        raise Problem(
            "malformed", faults=[(pointer, fault("malformed_json", reason=reason))]
        ) from error
    except RecursionError as error:
        reason = "nested too deeply"
        raise Problem(
            "malformed", faults=[(pointer, fault("malformed_json", reason=reason))]
        ) from error
