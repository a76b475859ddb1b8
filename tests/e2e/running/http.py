"""Requests as a caller's program makes them."""

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

JSON = "application/json"


class Unanswered(Exception):
    """Nobody knows what became of the request: no connection, or it broke."""


@dataclass(frozen=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def text(self) -> str:
        return self.body.decode()


def ask(
    method: str,
    url: str,
    *,
    key: str | None = None,
    body: Any = None,
    content_type: str = JSON,
    headers: Mapping[str, str] | None = None,
    timeout: float = 30.0,
) -> Answer:
    """One request; a `body` that is not bytes goes as JSON. Raises Unanswered."""
    sent = dict(headers or {})
    if key is not None:
        sent["Authorization"] = f"Bearer {key}"
    if body is not None:
        sent["Content-Type"] = content_type
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=timeout)
    try:
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    except (OSError, http.client.HTTPException) as error:
        raise Unanswered(f"{method} {url}: {error!r}") from error
    finally:
        connection.close()


def get(url: str, **options: Any) -> Answer:
    return ask("GET", url, **options)


def lines(records: list[dict[str, Any]]) -> bytes:
    """The records as JSON lines (application/x-ndjson)."""
    return "\n".join(json.dumps(record) for record in records).encode()
