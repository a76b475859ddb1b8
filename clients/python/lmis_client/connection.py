"""Requests to the services of one LMIS: repeated while it is busy, refusals as exceptions."""

import json
from collections.abc import Mapping
from itertools import count
from typing import Any, cast
from urllib.parse import quote

import httpx

from lmis_client.documents import Problem
from lmis_client.problems import Language, LmisError, Unreachable, refused
from lmis_client.retrying import Retrying
from lmis_client.routes import Document, Route

TIMEOUT = httpx.Timeout(10.0, read=120.0)
_BUSY = (429, 503)
_GATEWAY = (502, 504)
"""Told by a proxy that cannot say whether the service did what it was asked."""
_JSON = {"Content-Type": "application/json"}


class Connection:
    """One base address, key and language; `http` is closed with it."""

    def __init__(
        self,
        base_url: str,
        key: str | None,
        language: Language,
        retrying: Retrying,
        http: httpx.Client | None = None,
    ) -> None:
        if httpx.URL(base_url).scheme not in ("http", "https"):
            raise ValueError(f"{base_url} is no address: it begins with http:// or https://")
        self.base_url = base_url.rstrip("/")
        self.key = key
        self.language = language
        self._retrying = retrying
        self._http = http or httpx.Client(timeout=TIMEOUT)

    def close(self) -> None:
        """End it; what is asked afterwards fails."""
        self._http.close()

    def get(
        self, route: Route[Document], at: Mapping[str, str] | None = None, **query: Any
    ) -> Document:
        """What the route answers; `at` fills the places of the path.

        Parameters that are None are left out.

        Raises:
            Refused: the service answered with a problem.
            Unreachable: there was no answer, or not from a service.
        """
        stated = {name: str(value) for name, value in query.items() if value is not None}
        return _content(route, self._answer(self._request(route, at, params=stated), route))

    def post(
        self, route: Route[Document], body: Any, at: Mapping[str, str] | None = None
    ) -> Document:
        """What the route answers to `body`, which is bytes or what becomes JSON; as `get`."""
        sent = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = self._request(route, at, content=sent, headers=_JSON)
        return _content(route, self._answer(request, route))

    def send(
        self,
        route: Route[Document],
        piece: bytes,
        at: Mapping[str, str],
        headers: Mapping[str, str],
    ) -> Document:
        """What the route answers to bytes under headers of their own; as `get`."""
        request = self._request(route, at, content=piece, headers=dict(headers))
        return _content(route, self._answer(request, route))

    def _request(
        self, route: Route[Any], at: Mapping[str, str] | None, **sent: Any
    ) -> httpx.Request:
        places = {name: quote(value, safe="/") for name, value in (at or {}).items()}
        url = f"{self.base_url}/{route.service}{route.path.format(**places)}"
        headers = {"Accept-Language": self.language, **sent.pop("headers", {})}
        if route.needs_key:  # a key goes nowhere else
            if not self.key:
                raise LmisError(f"{route.path} needs a key: Client(base_url, key=…)")
            headers["Authorization"] = f"Bearer {self.key}"
        return self._http.build_request(route.method, url, headers=headers, **sent)

    def _answer(self, request: httpx.Request, route: Route[Any]) -> httpx.Response:
        for attempt in count(1):
            try:
                answer = self._http.send(request)
            except httpx.TransportError as error:
                if not route.is_repeatable or not self._retrying.wait(attempt):
                    raise Unreachable(f"{request.url}: {error}") from error
                continue
            repeats = answer.status_code in _BUSY or (
                answer.status_code in _GATEWAY and route.is_repeatable
            )
            retry_after = answer.headers.get("Retry-After")
            if not repeats or not self._retrying.wait(attempt, retry_after):
                return self._accepted(answer)
        raise AssertionError("count() does not end")

    def _accepted(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            return answer
        raise refused(answer.status_code, _problem(answer), self.language)


def _problem(answer: httpx.Response) -> Problem | None:
    """None for what no LMIS answers, such as the page of a proxy."""
    try:
        problem = answer.json()
    except ValueError:
        return None
    is_one = isinstance(problem, dict) and problem.keys() >= Problem.__required_keys__
    return cast(Problem, problem) if is_one else None


def _content(route: Route[Document], answer: httpx.Response) -> Document:
    if route.answer is bytes:
        return cast(Document, answer.content)
    try:
        return cast(Document, answer.json())
    except ValueError as error:
        raise Unreachable(f"{answer.url} answers, but not as an LMIS does") from error
