"""Taking a doubt in: what it is about is checked, and nobody can flood the desk."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, Row

from services.reporting.data_sets.naming import faults_of
from services.reporting.feedback import doubts
from services.reporting.feedback.doubts import Doubt
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import NoSuchVersion
from shared.db.engine import transaction
from shared.web.faults import Fault, fault

MOST_OPEN_A_DAY = 500
"""Doubts of the last day and night that nobody has answered yet: beyond that it is no feedback."""
_DAY = timedelta(days=1)


class TooManyOpen(Exception):
    """Too many doubts came in one day."""


class Unfounded(Exception):
    """The doubt is about nothing that was published; `faults` are by place in its figure."""

    def __init__(self, faults: list[tuple[str, Fault]]) -> None:
        super().__init__(faults)
        self.faults = faults


def about_figure(
    shelf: Shelf, pin: str, data_set: str, indicator: str, cell: Mapping[str, str]
) -> dict[str, Any]:
    """The figure's names with the version that the pin means now.

    Raises:
        Unfounded: naming every fault.
    """
    try:
        publication = shelf.open(pin)
    except NoSuchVersion as error:
        raise Unfounded([("version", fault("unknown_version", value=pin))]) from error
    faults = list(faults_of(publication, data_set, indicator, cell))
    if faults:
        raise Unfounded(faults)
    named = {"data_set": data_set, "indicator": indicator, "cell": dict(cell)}
    return {**named, "version": publication.version}


def receive(engine: Engine, doubt: Doubt) -> Row[Any]:
    """Keep a doubt; its row. TooManyOpen when there is no more room today."""
    reference = secrets.token_hex(8)
    with transaction(engine) as connection:
        if doubts.open_since(connection, datetime.now(UTC) - _DAY) >= MOST_OPEN_A_DAY:
            raise TooManyOpen
        doubts.keep(connection, doubt, reference)
        return _there(doubts.find(connection, reference))


def _there(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise LookupError("a doubt is there as soon as it is kept")
    return row
