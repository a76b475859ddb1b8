"""Who is sent messages: a server that keeps them and answers as told, and a clock to turn."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from shared.webhooks.sending import Outcome, Post


@dataclass
class Clock:
    """Time that passes when it is told to."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 5, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **duration: float) -> None:
        self.moment += timedelta(**duration)


@dataclass(frozen=True)
class Received:
    path: str
    headers: Mapping[str, str]
    body: bytes


class Receiver:
    """A receiver's server: keeps what it is sent and answers as `answer` says."""

    def __init__(self, answer: Callable[[BaseHTTPRequestHandler], None] | None = None) -> None:
        self.received: list[Received] = []
        self._answer = answer or (lambda handler: reply(handler, 204))
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                receiver.received.append(Received(self.path, headers, body))
                receiver._answer(self)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/hook?of=ministry"


def reply(handler: BaseHTTPRequestHandler, status: int, **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


@contextmanager
def listening(receiver: Receiver) -> Iterator[Receiver]:
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        thread.join()
        receiver.server.server_close()


class Sent:
    """A sender that keeps what it is given and answers in turn; the last answer for ever."""

    def __init__(self, *outcomes: Outcome) -> None:
        self.posts: list[Post] = []
        self._outcomes = list(outcomes) or [Outcome(204)]

    def __call__(self, post: Post) -> Outcome:
        self.posts.append(post)
        return self._outcomes.pop(0) if len(self._outcomes) > 1 else self._outcomes[0]


def middle(low: float, high: float) -> float:
    """The pause between attempts that is neither long nor short."""
    return (low + high) / 2
