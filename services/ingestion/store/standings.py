"""Records as they stand, the erased ones too: for a person's copy and for the retention clock."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Table, select


class Standing(NamedTuple):
    """One row of a record table; `content` is None once it was erased."""

    key: str
    version: int
    content: str | None
    recorded_at: str
    erased_at: str | None
    correlation_id: str


def standing(connection: Connection, table: Table, key: str) -> Standing | None:
    """What stands under the key, be it only that it was erased."""
    columns = [table.c[name] for name in Standing._fields]
    row = connection.execute(select(*columns).where(table.c.key == key)).first()
    return None if row is None else Standing(*row)


def next_keys(connection: Connection, table: Table, after: str, limit: int) -> Sequence[str]:
    """Up to `limit` keys after `after`, in their order, whatever stands under them."""
    statement = select(table.c.key).where(table.c.key > after).order_by(table.c.key).limit(limit)
    return connection.execute(statement).scalars().all()


def unchanged_since(
    connection: Connection, table: Table, first: str, last: str, moment: str
) -> Sequence[str]:
    """Kept keys from `first` to `last` whose content is from before `moment`."""
    statement = select(table.c.key).where(
        table.c.key.between(first, last),
        table.c.erased_at.is_(None),
        table.c.recorded_at < moment,
    )
    return connection.execute(statement.order_by(table.c.key)).scalars().all()
