"""Reading a request's body: JSON or JSON lines, refused plainly when it is neither."""

from typing import Any

import marshmallow as ma
import msgspec
from flask import request

from shared.web.faults import fault, flatten
from shared.web.problem import Problem

JSON = "application/json"
JSON_LINES = "application/x-ndjson"


def json_body() -> Any:
    """The decoded body: any JSON value, or a list for JSON lines.

    Raises:
        Problem: `unsupported-media-type` or `malformed` (pointer /N for the bad record N).
    """
    kind = request.mimetype
    if kind == JSON:
        return _decode(request.get_data(), "")
    if kind == JSON_LINES:
        lines = [line for line in request.get_data().splitlines() if line.strip()]
        return [_decode(line, f"/{n}") for n, line in enumerate(lines)]
    raise Problem(
        "unsupported-media-type",
        detail=f"{JSON} or {JSON_LINES}",
        headers={"Accept-Post": f"{JSON}, {JSON_LINES}"},
    )


def loaded_body(schema: ma.Schema) -> Any:
    """The body as `schema` loads it.

    Raises:
        Problem: as `json_body`, and `invalid` with an entry for each faulty field.
    """
    try:
        return schema.load(json_body())
    except ma.ValidationError as error:
        raise Problem("invalid", faults=flatten(error.messages)) from error


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
