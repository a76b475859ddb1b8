"""Idempotency-Key: a write that is sent again is done once and gets the first answer again.

As draft-ietf-httpapi-idempotency-key-header says, for every POST, PUT, PATCH and DELETE by a key or
token; `asks_only`, `streamed` and `streamed_unless` mark the views for which that is different.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from shared.db.errors import is_transient
from shared.db.repeatable import (
    LEASE_SECONDS,
    InFlight,
    Make,
    OtherRequest,
    Overtaken,
    RepeatableWrites,
    Run,
)
from shared.web.access import caller, rule_of, view_of
from shared.web.answer_seal import Answer, Seal, derived, seal_of
from shared.web.body import raw_body
from shared.web.faults import fault
from shared.web.problem import Problem

log = logging.getLogger(__name__)

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 200
WRITES = frozenset(("POST", "PUT", "PATCH", "DELETE"))

_KEY = re.compile(r'"([\x21\x23-\x5b\x5d-\x7e]+)"|([\x21\x23-\x5b\x5d-\x7e]+)')
_LARGEST_ANSWER = 4 * 1024 * 1024
_REFUSED_FOR_GOOD = (404, 410, 413, 422)
_KEPT_HEADERS = (
    "Content-Type", "Content-Language", "Content-Encoding", "Location", "ETag",
    "Upload-Offset", "Upload-Complete",
)  # fmt: skip
_DECLARED = ("Content-Length", "Content-Digest", "Repr-Digest", "Upload-Offset", "Upload-Complete")
_MARK, _IS_SHORT = "repeatable_as", "has_short_body"
_RETRY = {"Retry-After": "1"}

View = TypeVar("View", bound=Callable[..., Any])


def asks_only(view: View) -> View:
    """This view changes nothing although it is called by POST: it takes no key."""
    vars(view)[_MARK] = "question"
    return view


def streamed(view: View) -> View:
    """This view reads its body as it comes: the headers alone tell one request from another."""
    vars(view)[_MARK] = "stream"
    return view


def streamed_unless(is_short: Callable[[], bool]) -> Callable[[View], View]:
    """As `streamed`, but for requests of which `is_short` says that their body can be held."""

    def mark(view: View) -> View:
        vars(view)[_IS_SHORT] = is_short
        return streamed(view)

    return mark


def is_repeatable(view: Any, method: str) -> bool:
    """Whether a request of this method to the view may carry a key."""
    if method not in WRITES or rule_of(view, method) in ("public", None):
        return False
    if getattr(view_of(view, method), "is_page", False):
        return False  # a browser's form sends no key
    return _mark_of(view, method) != "question"


def once(connection: Connection, make: Make) -> str:
    """What `make` makes in the transaction; made before, in a run of this request that broke off.

    For what has no natural key. The connection must be to the service's own database.
    """
    current: _Current | None = g.get("repeatable")
    if current is None:
        return make()
    try:
        return current.writes.once(connection, current.run, make)
    except Overtaken as error:
        raise Problem("in-progress", headers=_RETRY) from error


def observe(app: Flask, writes: RepeatableWrites, secret: bytes) -> None:
    """Take keys in every write of the app that is not public; after access is checked."""

    @app.before_request
    def begin() -> Response | None:
        view = current_app.view_functions.get(request.endpoint or "")
        if HEADER not in request.headers or not is_repeatable(view, request.method):
            return None
        seal = seal_of(secret, caller().organisation, _stated_key())
        is_stream = _is_stream(view, request.method)
        begun = _begun(writes, seal.write, _fingerprint(secret, is_stream=is_stream))
        if not isinstance(begun, Run):
            return _again(seal.open(begun))
        g.repeatable = _Current(writes, begun, seal)
        if is_stream:
            stream = request.environ["wsgi.input"]
            request.environ["wsgi.input"] = _RenewingStream(stream, writes, begun)
        return None

    @app.after_request
    def end(response: Response) -> Response:
        current: _Current | None = g.pop("repeatable", None)
        if current is not None:
            current.end(response)
        return response


@dataclass(frozen=True)
class _Current:
    """The run that the current request is."""

    writes: RepeatableWrites
    run: Run
    seal: Seal

    def end(self, response: Response) -> None:
        """Keep the answer if it stands for good; the write is done, so a failure here is not."""
        try:
            sealed = self._sealed(response)
            if sealed is None:
                self.writes.let_go(self.run)
            else:
                self.writes.keep(self.run, sealed)
        except SQLAlchemyError as error:
            if not is_transient(error):
                raise
            log.warning("an answer could not be kept", exc_info=error)

    def _sealed(self, response: Response) -> bytes | None:
        status = response.status_code
        stands = 200 <= status < 300 or status in _REFUSED_FOR_GOOD
        if not stands or response.is_streamed or response.direct_passthrough:
            return None
        headers = [(k, response.headers[k]) for k in _KEPT_HEADERS if k in response.headers]
        sealed = self.seal.close(Answer(status, headers, response.get_data()))
        return sealed if len(sealed) <= _LARGEST_ANSWER else None


class _RenewingStream:
    """A body that is read for longer than the lease: reading on renews it.

    It has what PEP 3333 asks of an input stream and no more.
    """

    def __init__(self, stream: Any, writes: RepeatableWrites, run: Run) -> None:
        self._stream, self._writes, self._run = stream, writes, run
        self._renewed = writes.clock()

    def read(self, size: int = -1) -> bytes:
        self._renew()
        block: bytes = self._stream.read(size)
        return block

    def readline(self, size: int = -1) -> bytes:
        self._renew()
        line: bytes = self._stream.readline(size)
        return line

    def readlines(self, _hint: int = -1) -> list[bytes]:
        return list(self)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.readline, b"")

    def _renew(self) -> None:
        now = self._writes.clock()
        if now - self._renewed > LEASE_SECONDS / 3:
            self._renewed = now
            self._writes.renew(self._run)


def _stated_key() -> str:
    """The key, written plainly or, as the draft has it, between quotation marks."""
    found = _KEY.fullmatch(request.headers[HEADER].strip())
    key = (found[1] or found[2]) if found else ""
    if not 1 <= len(key) <= LONGEST_KEY:
        raise Problem("malformed", faults=[(HEADER, fault("not_a_key", max=LONGEST_KEY))])
    return key


def _begun(writes: RepeatableWrites, write: str, fingerprint: str) -> Run | bytes:
    try:
        return writes.begin(write, fingerprint)
    except InFlight as error:
        raise Problem("in-progress", headers=_RETRY) from error
    except OtherRequest as error:
        raise Problem("key-reused", faults=[(HEADER, fault("key_of_other_request"))]) from error


def _fingerprint(secret: bytes, *, is_stream: bool) -> str:
    """What makes this request this one; with the secret, for short bodies could be guessed."""
    if is_stream:
        content = repr([request.headers.get(name) for name in _DECLARED]).encode()
    else:
        content = hashlib.sha256(raw_body()).digest()
    where = (request.method, request.path, request.query_string, request.mimetype)
    return derived(secret, "a repeatable request", *where, content).hex()


def _again(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, answer.headers)
    response.headers[REPLAYED] = "true"
    return response


def _is_stream(view: Any, method: str) -> bool:
    is_short: Callable[[], bool] | None = getattr(view_of(view, method), _IS_SHORT, None)
    return _mark_of(view, method) == "stream" and not (is_short and is_short())


def _mark_of(view: Any, method: str) -> str | None:
    return getattr(view_of(view, method), _MARK, None)
