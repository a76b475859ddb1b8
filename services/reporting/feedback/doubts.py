"""Doubts that readers reported, as they are kept: from their arrival to the answer."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, func, select, update

from services.reporting.store import feedback

Status = Literal["received", "in_review", "answered"]
Outcome = Literal["corrected", "confirmed", "declined"]
STATUSES: tuple[Status, ...] = ("received", "in_review", "answered")
OUTCOMES: tuple[Outcome, ...] = ("corrected", "confirmed", "declined")


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """What somebody doubts, in whose words; of the person nothing is kept.

    Either a figure (`data_set`, `version` of a release or `live`, `indicator`, `cell`) or a code
    of a `classification` for a text.
    """

    message: str
    language: str
    data_set: str | None = None
    version: str | None = None
    indicator: str | None = None
    cell: Mapping[str, str] | None = None
    classification: str | None = None
    text: str | None = None
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What became of a doubt, in both languages; the reader's words are shown if that is wanted."""

    outcome: Outcome
    th: str
    en: str
    shows_message: bool = True


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which doubts are asked for; None is any."""

    data_set: str | None = None
    indicator: str | None = None
    classification: str | None = None
    status: Status | None = None


def keep(connection: Connection, doubt: Doubt, reference: str) -> None:
    """Keep a doubt under its reference."""
    cell = None if doubt.cell is None else json.dumps(doubt.cell, sort_keys=True)
    values = {**vars(doubt), "cell": cell, "reference": reference, "received_at": _now()}
    connection.execute(feedback.insert().values(status="received", shows_message=True, **values))


def open_since(connection: Connection, moment: datetime) -> int:
    """How many doubts came since then and are not answered yet."""
    since = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    statement = select(func.count()).where(
        feedback.c.received_at >= since, feedback.c.status != "answered"
    )
    return int(connection.scalar(statement) or 0)


def find(connection: Connection, reference: str) -> Row[Any] | None:
    """One doubt."""
    statement = select(feedback).where(feedback.c.reference == reference)
    return connection.execute(statement).first()


def page(
    connection: Connection, wanted: Wanted, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Doubts, newest first."""
    statement = _matching(select(feedback), wanted).order_by(feedback.c.number.desc())
    if before is not None:
        statement = statement.where(feedback.c.number < before)
    return connection.execute(statement.limit(limit)).all()


def counts(connection: Connection, wanted: Wanted) -> dict[str, int]:
    """How many doubts stand where, whatever status is wanted."""
    anywhere = replace(wanted, status=None)
    statement = _matching(select(feedback.c.status, func.count()), anywhere)
    rows = connection.execute(statement.group_by(feedback.c.status)).all()
    found = {status: int(number) for status, number in rows}
    return {status: found.get(status, 0) for status in STATUSES}


def take_up(connection: Connection, reference: str) -> None:
    """Say that a doubt is being looked into; one that was answered stays so."""
    statement = update(feedback).where(
        feedback.c.reference == reference, feedback.c.status == "received"
    )
    connection.execute(statement.values(status="in_review"))


def answer(connection: Connection, reference: str, given: Answer) -> None:
    """Answer a doubt, or put a better answer in the place of an earlier one."""
    values = {
        "status": "answered",
        "outcome": given.outcome,
        "answer_th": given.th,
        "answer_en": given.en,
        "answered_at": _now(),
        "shows_message": given.shows_message,
    }
    statement = update(feedback).where(feedback.c.reference == reference)
    connection.execute(statement.values(values))


def _matching(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    for name, value in vars(wanted).items():
        if value is not None:
            statement = statement.where(feedback.c[name] == value)
    return statement


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
