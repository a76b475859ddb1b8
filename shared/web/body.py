"""Reading a request's body: JSON or JSON lines, refused plainly when it is neither."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

import marshmallow as ma
import msgspec
from flask import request
from gunicorn.http.errors import ParseException
from werkzeug.exceptions import ClientDisconnected

from shared.web.faults import fault, flatten
from shared.web.problem import Problem

JSON = "application/json"
JSON_LINES = "application/x-ndjson"
_BROKEN_OFF = (OSError, ParseException)  # what gunicorn raises while it reads a body
_MOST_READ_OFF = 64 * 1024 * 1024
_BLOCK = 64 * 1024
_json = msgspec.json.Decoder().decode


def json_body() -> Any:
    """The decoded body: any JSON value, or a list for JSON lines.

    Raises:
        Problem: `unsupported-media-type`, `too-large`, or `malformed` (pointer /N for the bad
            record N).
    """
    kind = request.mimetype
    if kind == JSON:
        return _decode(raw_body(), "")
    if kind == JSON_LINES:
        lines = [line for line in raw_body().splitlines() if line.strip()]
        return _decode_lines(lines)
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


def raw_body() -> bytes:
    """The whole body, however often it is asked for.

    One of unstated length is cut at the limit, so a full one is too large.

    Raises:
        Problem: `malformed` when it breaks off, `too-large`.
    """
    try:
        body = request.get_data()
    except _BROKEN_OFF as error:
        raise Problem("malformed", faults=[("", fault("broken_off"))]) from error
    limit = request.max_content_length
    if request.content_length is None and limit is not None and len(body) >= limit:
        raise Problem("too-large")
    return body


def body_blocks(most: int) -> Iterator[bytes]:
    """The body as it comes, for what is too large to be held; `most` bytes are taken.

    Raises:
        Problem: `too-large`, or `malformed` when it breaks off, after the blocks that came.
    """
    request.max_content_length = most + 1  # a body that just fits must not count as cut
    expected = request.content_length
    if expected is not None and expected > most:
        raise Problem("too-large")
    taken = 0
    while block := _block():
        taken += len(block)
        if taken > most:
            raise Problem("too-large")
        yield block
    if expected is not None and taken < expected:
        raise Problem("malformed", faults=[("", fault("broken_off"))])


def _block() -> bytes:
    try:
        return request.stream.read(_BLOCK)
    except (*_BROKEN_OFF, ClientDisconnected) as error:
        raise Problem("malformed", faults=[("", fault("broken_off"))]) from error


def read_off() -> None:
    """Take what is left of a refused request's body and throw it away, within bounds.

    A client that is still sending when the connection closes never sees the answer.
    """
    if not request.environ.get("wsgi.input_terminated"):
        return  # the server does not say where the body ends; reading on could wait for ever
    left = _MOST_READ_OFF
    with contextlib.suppress(*_BROKEN_OFF):
        while left > 0 and (block := request.environ["wsgi.input"].read(_BLOCK)):
            left -= len(block)


def _decode_lines(lines: Sequence[bytes]) -> list[Any]:
    try:
        return [_json(line) for line in lines]
    except (ValueError, RecursionError):
        return [_decode(line, f"/{n}") for n, line in enumerate(lines)]  # says which


def _decode(text: bytes, pointer: str) -> Any:
    try:
        return _json(text)
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
