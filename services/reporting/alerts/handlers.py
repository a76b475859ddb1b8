"""Making alerts, and sending a message for the asking."""

from typing import Any

from sqlalchemy import Engine, Row

from services.reporting.alerts import register
from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.events import Finding, body
from services.reporting.alerts.reading import read
from services.reporting.alerts.rules import Rule, Watched
from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import LATEST, NoSuchVersion
from shared.db.engine import transaction
from shared.db.repeatable import Once
from shared.webhooks.clock import now, written
from shared.webhooks.messages import new_event
from shared.webhooks.signing import new_secret

MOST_ALERTS = 200
"""Of one organisation; each is judged by every release."""
MOST_WAITING_TESTS = 5


class TooMany(Exception):
    """The organisation has all the alerts, or the alert all the test messages, that it may."""


class NothingToTell(Exception):
    """The newest publication does not have the alert's figure any more."""


def newest(shelf: Shelf, watched: Watched) -> Publication | None:
    """What an alert will be judged by first; None before anything was published."""
    try:
        return shelf.open(LIVE if watched == "live" else LATEST)
    except NoSuchVersion:
        return None


def make(engine: Engine, rule: Rule, url: str, organisation: str, once: Once) -> int:
    """A new alert's number. TooMany when the organisation has enough."""

    def add() -> str:
        if register.count(connection, organisation) >= MOST_ALERTS:
            raise TooMany(organisation)
        secret, at = new_secret(), written(now())
        return str(register.add(connection, rule, url, secret, organisation, at))

    with transaction(engine) as connection:
        return int(once(connection, add))


def send_test(engine: Engine, shelf: Shelf, alert: Row[Any], once: Once) -> Row[Any]:
    """A message that is sent though nothing happened, so that its receiver can be tried.

    Raises:
        NothingToTell: there is no such figure now.
        TooMany: others are still waiting.
    """
    rule, event, at = register.rule_of(alert), new_event(), written(now())
    publication = newest(shelf, rule.watches)
    reading = None if publication is None else read(publication, rule)
    if publication is None or reading is None:
        raise NothingToTell(rule.data_set)
    said = body("test", event, alert.id, Finding(rule, publication, reading, alert.reference), at)

    def queue() -> str:
        if deliveries.waiting(connection, alert.id, "test") >= MOST_WAITING_TESTS:
            raise TooMany(event)
        return str(deliveries.queue(connection, alert.id, "test", event, said, at))

    with transaction(engine) as connection:
        return deliveries.find(connection, int(once(connection, queue)))
