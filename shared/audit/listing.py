"""Entries of the audit log, as those may see them whose data they are about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select


def list_entries(
    connection: Connection,
    audit: Table,
    *,
    provider: str | None,
    subject: str | None = None,
    before: int | None = None,
    limit: int,
) -> Sequence[Any]:
    """Up to `limit` entries before the id `before`, newest first.

    `provider` None: whoever's data they are about; `subject`: only those about one record.
    """
    chosen: list[ColumnElement[bool]] = []
    if provider is not None:
        chosen.append(audit.c.provider == provider)
    if subject is not None:
        chosen.append(audit.c.subject == subject)
    if before is not None:
        chosen.append(audit.c.id < before)
    statement = select(audit).where(*chosen).order_by(audit.c.id.desc()).limit(limit)
    return connection.execute(statement).all()
