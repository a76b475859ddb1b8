"""Alerts as they are kept: what each watches for, and how it stood at the last publication."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, update

from services.reporting.alerts.rules import Memory, Rule, Watched
from services.reporting.store import alerts


@dataclass(frozen=True)
class Alert:
    """A kept rule; `judged` is the identity of the publication that it was judged by last."""

    id: int
    rule: Rule
    memory: Memory
    judged: str | None


def add(
    connection: Connection, rule: Rule, url: str, secret: str, organisation: str, at: str
) -> int:
    """Keep a rule that no publication has been judged by yet; its number."""
    stated = {**vars(rule), "cell": _written(rule.cell)}
    values = {
        **stated,
        "url": url,
        "secret": secret,
        "organisation": organisation,
        "made_at": at,
        "state": Memory().state,
    }
    return int(
        connection.execute(alerts.insert().values(values).returning(alerts.c.id)).scalar_one()
    )


def count(connection: Connection, organisation: str) -> int:
    """How many alerts an organisation has."""
    statement = select(func.count()).where(alerts.c.organisation == organisation)
    return int(connection.scalar(statement) or 0)


def find(connection: Connection, number: int, organisation: str | None) -> Row[Any] | None:
    """One alert; of anybody when no organisation is given."""
    statement = select(alerts).where(alerts.c.id == number)
    if organisation is not None:
        statement = statement.where(alerts.c.organisation == organisation)
    return connection.execute(statement).first()


def page(
    connection: Connection, organisation: str | None, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Alerts of one organisation or of all, newest first."""
    statement = select(alerts).order_by(alerts.c.id.desc()).limit(limit)
    if organisation is not None:
        statement = statement.where(alerts.c.organisation == organisation)
    if before is not None:
        statement = statement.where(alerts.c.id < before)
    return connection.execute(statement).all()


def not_judged_by(connection: Connection, watched: Watched, publication: str) -> list[Alert]:
    """Alerts in force whose last judgement was by another publication than this."""
    statement = (
        select(alerts)
        .where(
            alerts.c.watches == watched,
            alerts.c.disabled_at.is_(None),
            or_(alerts.c.judged.is_(None), alerts.c.judged != publication),
        )
        .order_by(alerts.c.id)
    )
    return [_alert(row) for row in connection.execute(statement)]


def is_watched(connection: Connection, watched: Watched) -> bool:
    """Whether any alert in force is about releases, or about live figures."""
    statement = select(alerts.c.id).where(alerts.c.watches == watched)
    return connection.execute(statement.where(alerts.c.disabled_at.is_(None))).first() is not None


def settle(
    connection: Connection, alert: Alert, publication: str, memory: Memory, seen: Any
) -> bool:
    """Note the judgement; False when another process has judged the alert since it was read."""
    as_read = alerts.c.judged.is_(None) if alert.judged is None else alerts.c.judged == alert.judged
    statement = update(alerts).where(alerts.c.id == alert.id, as_read)
    values = {"judged": publication, "seen": _written(seen), **vars(memory)}
    return connection.execute(statement.values(values)).rowcount == 1


def rule_of(row: Row[Any]) -> Rule:
    """The rule in a row of the table."""
    return Rule(
        data_set=row.data_set,
        indicator=row.indicator,
        cell=json.loads(row.cell),
        comparison=row.comparison,
        threshold=row.threshold,
        watches=row.watches,
    )


def _alert(row: Row[Any]) -> Alert:
    return Alert(row.id, rule_of(row), Memory(row.state, row.reference), row.judged)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
