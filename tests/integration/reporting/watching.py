"""What tests of alerts share: releases with chosen figures, a clock to turn, a receiver to ask."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from services.reporting.alerts import register
from services.reporting.alerts.rules import Rule
from services.reporting.data_sets import Publication
from services.reporting.data_sets.table import REASON_CODES, STATUSES
from services.reporting.figures import Status
from services.reporting.store import metadata
from shared.db.engine import make_engine, transaction
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator

URL = "https://receiver.example/hook"
SECRET = "whsec_" + "A" * 43 + "="
DIMENSIONS = (
    a_dimension("occupation", ("25", "2512"), {"2512": "25"}),
    a_dimension("region", ("east", "TH-20"), {"TH-20": "east"}),
)
INDICATORS = (
    an_indicator("vacancies", "records", decimals=0),
    an_indicator("tightness", "ratio"),
)


def a_release(
    version: str, tightness: float | None, status: Status = "ok", **changes: Any
) -> Publication:
    """Tightness of 2512 in TH-20 as given; suppressed and such have no value."""
    data_set = a_data_set("occupation-balance", DIMENSIONS, INDICATORS)
    row, column = data_set.row(occupation="2512", region="TH-20"), 1
    figures = data_set.figures
    figures.value[row, column] = np.nan if tightness is None else tightness
    figures.low[row, column] = figures.high[row, column] = figures.value[row, column]
    figures.status[row, column] = STATUSES.index(status)
    figures.reason[row, column] = REASON_CODES.index("" if status == "ok" else "disclosure")
    return a_publication(version, data_set, **changes)


def a_rule(**changes: Any) -> Rule:
    stated: dict[str, Any] = {
        "data_set": "occupation-balance",
        "indicator": "tightness",
        "cell": {"occupation": "2512", "region": "TH-20"},
        "comparison": "above",
        "threshold": 3,
    }
    return Rule(**{**stated, **changes})


@contextmanager
def a_database(directory: Path) -> Iterator[Engine]:
    """Reporting's tables in a file; what needs two kinds of database takes the fixture `engine`."""
    made = make_engine(f"sqlite:///{directory / 'alerts.db'}")
    metadata.create_all(made)
    yield made
    made.dispose()


def add_alert(engine: Engine, rule: Rule | None = None, url: str = URL) -> int:
    with transaction(engine) as connection:
        at = "2026-11-23T00:00:00.000+00:00"
        return register.add(connection, rule or a_rule(), url, SECRET, "ministry", at)


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
    """A policymaker's server: keeps what it is sent and answers as `answer` says."""

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
