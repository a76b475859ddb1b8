"""The newest version each consumer has taken of each record: exactly once in effect.

When to use: first thing in the transaction that writes an event's result. When not to: for
anything but full-state events, of which only the newest matters.
"""

from collections.abc import Mapping

from sqlalchemy import BigInteger, Column, Connection, MetaData, Table, Text
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
    newer = statement.excluded.version > inbox.c.version
    statement = statement.on_conflict_do_update(
        index_elements=[inbox.c.topic, inbox.c.key],
        set_={"version": statement.excluded.version},
        where=newer,
    ).returning(inbox.c.key)
    rows = [{"topic": topic, "key": key, "version": versions[key]} for key in sorted(versions)]
    return frozenset(connection.execute(statement, rows).scalars())
