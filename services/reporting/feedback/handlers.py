"""Taking a doubt in: what it is about is checked, and nobody can flood the desk."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from services.reporting.data_sets.naming import faults_of
from services.reporting.feedback import doubts
from services.reporting.feedback.doubts import Doubt
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import LATEST, NoSuchVersion
from shared.db.engine import transaction
from shared.web.faults import Fault, fault

MOST_OPEN_A_DAY = 500
"""Doubts of the last day and night that nobody has answered yet: beyond that it is no feedback."""
_DAY = timedelta(days=1)


class TooManyOpen(Exception):
    """Too many doubts came in one day."""


class Unfounded(Exception):
    """The doubt is about nothing that was published; `faults` are by place in what was asked."""

    def __init__(self, faults: list[tuple[str, Fault]]) -> None:
        super().__init__(faults)
        self.faults = faults


def report(engine: Engine, shelf: Shelf, asked: Mapping[str, Any]) -> str:
    """Take in a doubt as `DoubtSchema` loads it; the reference it is found by.

    Raises:
        Unfounded: it is about a figure that there is not.
        TooManyOpen: there is no more room today.
    """
    about = dict(asked["about"])
    if "data_set" in about:
        about = _figure(shelf, **about)
    return _receive(engine, Doubt(message=asked["message"], language=asked["language"], **about))


def _figure(
    shelf: Shelf,
    data_set: str,
    indicator: str,
    version: str = LATEST,
    cell: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The figure's names, with the version that the pin means now."""
    cell = cell or {}
    try:
        publication = shelf.open(version)
    except NoSuchVersion as error:
        raise Unfounded([("about/version", fault("unknown_version", value=version))]) from error
    found = faults_of(publication, data_set, indicator, cell)
    faults = [(f"about/{place}", fault) for place, fault in found]
    if faults:
        raise Unfounded(faults)
    named = {"data_set": data_set, "indicator": indicator, "cell": dict(cell)}
    return {**named, "version": publication.version}


def _receive(engine: Engine, doubt: Doubt) -> str:
    reference = secrets.token_hex(8)
    with transaction(engine) as connection:
        if doubts.open_since(connection, datetime.now(UTC) - _DAY) >= MOST_OPEN_A_DAY:
            raise TooManyOpen
        doubts.keep(connection, doubt, reference)
    return reference
