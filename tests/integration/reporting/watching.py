"""What tests of alerts share: releases with chosen figures, rules about them, and a courier."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Engine

from services.reporting.alerts import register
from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.rules import Rule
from services.reporting.data_sets import Publication
from services.reporting.data_sets.table import REASON_CODES, STATUSES
from services.reporting.figures import Status
from services.reporting.store import metadata
from shared.db.engine import make_engine, transaction
from shared.webhooks.clock import Now
from shared.webhooks.delivery import Courier, Jitter
from shared.webhooks.sending import Send
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


def a_courier(engine: Engine, send: Send, now: Now, jitter: Jitter = random.uniform) -> Courier:
    """Who takes the messages of alerts to their receivers."""
    return Courier(deliveries, engine, send, now, jitter)
