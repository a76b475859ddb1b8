"""The newest version each consumer has taken of each record: exactly once in effect.

When to use: first thing in the transaction that writes an event's result. When not to: for
anything but full-state events, of which only the newest matters.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite


def inbox_table(metadata: MetaData) -> Table:
    """The inbox of a service; its rows outlive the records, so they hold keys and versions only."""
    return Table(
        "inbox",
        metadata,
        Column("topic", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("version", BigInteger, nullable=False),
    )


def accept(
    connection: Connection, inbox: Table, topic: str, versions: Mapping[str, int]
) -> frozenset[str]:
    """The keys whose version is newer than what was taken before; they are noted as taken.

    The rows stay locked until the transaction ends, so two consumers of one key take turns.
    """
    if not versions:
        return frozenset()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(inbox)
    keys = sorted(versions)
    offered: list[dict[str, Any]] | dict[str, Any]
    if connection.dialect.name == "postgresql":
        statement = statement.from_select(["topic", "key", "version"], _AS_ROWS)
        offered = {"of": topic, "keys": keys, "versions": [versions[key] for key in keys]}
    else:
        offered = [{"topic": topic, "key": key, "version": versions[key]} for key in keys]
    newer = statement.on_conflict_do_update(
        index_elements=[inbox.c.topic, inbox.c.key],
        set_={"version": statement.excluded.version},
        where=statement.excluded.version > inbox.c.version,
    ).returning(inbox.c.key)
    return frozenset(connection.execute(newer, offered).scalars())


_AS_ROWS = select(
    bindparam("of", type_=Text),
    func.unnest(bindparam("keys", type_=postgresql.ARRAY(Text))),
    func.unnest(bindparam("versions", type_=postgresql.ARRAY(BigInteger))),
)
"""Two arrays instead of two parameters a key: PostgreSQL takes a thousand keys at once."""
