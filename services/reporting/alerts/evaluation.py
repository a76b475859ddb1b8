"""Judging every alert once by each publication; what fires is kept to be sent in that moment.

Release -> its figures judged oldest release first -> the alert's new state and its message in one
transaction. Nothing is lost when a process dies, and nothing told twice when two judge at once.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Engine

from services.reporting.alerts import register
from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.events import Finding, body, figure
from services.reporting.alerts.reading import Reading, read
from services.reporting.alerts.register import Alert
from services.reporting.alerts.rules import Watched, judge
from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import NoSuchVersion
from shared.db.engine import transaction
from shared.webhooks.clock import Now, written


class Evaluator:
    """Judges alerts by what is on the shelf."""

    def __init__(self, engine: Engine, shelf: Shelf, now: Now) -> None:
        self._engine = engine
        self._shelf = shelf
        self._now = now

    def work(self) -> int:
        """Judge by one release and by the live figures, if they are new; how many alerts were."""
        return self._by_release() + self._by_live()

    def _by_release(self) -> int:
        if not self._is_watched("release"):
            return 0
        versions = [entry.version for entry in reversed(self._shelf.releases())]
        if not versions:
            return 0
        waiting: dict[str, list[Alert]] = {}
        for alert in self._not_judged_by("release", versions[-1]):
            waiting.setdefault(_next(alert, versions), []).append(alert)
        if not waiting:
            return 0
        oldest = min(waiting, key=versions.index)
        return self._judge(waiting[oldest], self._shelf.open(oldest))

    def _by_live(self) -> int:
        if not self._is_watched("live"):
            return 0
        try:
            publication = self._shelf.open(LIVE)
        except NoSuchVersion:
            return 0  # nothing was published yet
        return self._judge(self._not_judged_by("live", identity(publication)), publication)

    def _judge(self, alerts: Sequence[Alert], publication: Publication) -> int:
        if alerts:
            at = written(self._now())
            with transaction(self._engine) as connection:
                for alert in alerts:
                    _settle(connection, alert, publication, at)
        return len(alerts)

    def _is_watched(self, watched: Watched) -> bool:
        with self._engine.connect() as connection:
            return register.is_watched(connection, watched)

    def _not_judged_by(self, watched: Watched, publication: str) -> list[Alert]:
        with self._engine.connect() as connection:
            return register.not_judged_by(connection, watched, publication)


def identity(publication: Publication) -> str:
    """What tells a publication from all others: live figures by the moment they were made."""
    if publication.is_live:
        return f"{publication.version} {publication.issued}"
    return publication.version


def seen(publication: Publication, reading: Reading | None) -> dict[str, Any]:
    """What is remembered of the figure for the alert's owner; it may be gone."""
    release = {"version": publication.version, "issued": publication.issued}
    return {**release, "figure": None if reading is None else figure(reading)}


def _settle(connection: Connection, alert: Alert, publication: Publication, at: str) -> None:
    reading, rule, memory = read(publication, alert.rule), alert.rule, alert.memory
    judged = identity(publication)
    if reading is None:
        register.settle(connection, alert, judged, memory, seen(publication, None))
        return
    found = judge(rule, reading.value, memory, reading.indicator.decimals)
    is_ours = register.settle(connection, alert, judged, found.memory, seen(publication, reading))
    if found.fires and is_ours:
        event = _event(alert, judged)
        finding = Finding(rule, publication, reading, memory.reference)
        said = body("raised", event, alert.id, finding, at)
        deliveries.queue(connection, alert.id, "raised", event, said, at)


def _next(alert: Alert, versions: Sequence[str]) -> str:
    """The release that follows the one judged; for a new alert the newest."""
    if alert.judged not in versions:
        return versions[-1]
    return versions[versions.index(alert.judged) + 1]


def _event(alert: Alert, judged: str) -> str:
    """The message's id: the same for one alert and one publication, whoever makes it."""
    return "msg_" + hashlib.blake2b(f"{alert.id} {judged}".encode(), digest_size=16).hexdigest()
