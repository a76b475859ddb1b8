"""The readiness checks services share."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine

from shared.bus.log import Log
from shared.db.engine import ping
from shared.db.migrate import is_current
from shared.web.operations import Check

MOST_LAG = 100_000


class NotReady(Exception):
    """What was found is not good enough."""


def database(engine: Engine, migrations: str) -> Check:
    """The database answers and has every migration."""

    def check() -> str:
        name = ping(engine)
        if not is_current(engine, migrations):
            raise NotReady("migrations are missing")
        return name

    return check


def log_lag(log: Log, group: str, topics: Sequence[str]) -> Check:
    """The log answers and the group is not hopelessly behind."""

    def check() -> Any:
        lag = log.lag(group, topics)
        if lag > MOST_LAG:
            raise NotReady(f"{lag} events behind")
        return {"events_behind": lag}

    return check
