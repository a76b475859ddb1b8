"""The table of the audit log, and how entries get into it."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
)

from shared.audit.acting import acting
from shared.audit.entry import Act
from shared.correlation import correlation_id
from shared.db.engine import transaction

LARGE = BigInteger().with_variant(Integer, "sqlite")  # there, only INTEGER counts by itself


def audit_table(metadata: MetaData, chain: str) -> Table:
    """The audit log of the service named `chain`; rows are added, chained, and never changed.

    `position` and `hash` are null until the entry is chained (`Chainer`).
    """
    table = Table(
        "audit",
        metadata,
        Column("id", LARGE, Identity(), primary_key=True),
        Column("at", Text, nullable=False),
        Column("organisation", Text),
        Column("key_id", Text),
        Column("provider", Text),
        Column("action", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("subject", Text),
        Column("count", Integer, nullable=False),
        Column("digest", Text),
        Column("outcome", Text, nullable=False),
        Column("correlation_id", Text, nullable=False),
        Column("position", BigInteger),
        Column("hash", Text),
        info={"chain": chain},
    )
    Index("ix_audit_provider", table.c.provider, table.c.id)
    Index("ix_audit_subject", table.c.subject)
    chained, loose = table.c.position.is_not(None), table.c.position.is_(None)
    Index(
        "ix_audit_position",
        table.c.position,
        unique=True,
        sqlite_where=chained,
        postgresql_where=chained,
    )
    Index("ix_audit_loose", table.c.id, sqlite_where=loose, postgresql_where=loose)
    return table


def note(connection: Connection, audit: Table, act: Act) -> None:
    """Write down what is done in this transaction, by whom and under which correlation id."""
    actor = acting.get()
    connection.execute(
        insert(audit).values(
            at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            organisation=actor.organisation,
            key_id=actor.key,
            correlation_id=correlation_id.get(),
            **vars(act),
        )
    )


def note_alone(engine: Engine, audit: Table, act: Act) -> None:
    """Write down what is about to be shown, in a transaction of its own."""
    with transaction(engine) as connection:
        note(connection, audit, act)
