"""Sealed parts of uploads and sealed results of rows: bytes that only their batch's key opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    Table,
    Text,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from services.ingestion.store.batches import batches
from services.ingestion.store.tables import metadata

PART = 1024 * 1024
"""Bytes of plain content in each part of a batch but the last."""

batch_parts = Table(
    "batch_parts",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

batch_results = Table(
    "batch_results",
    metadata,
    Column("batch", Text, primary_key=True),
    Column("first", BigInteger, primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)


@dataclass(frozen=True)
class SealedResults:
    """The results of rows at the positions first … last of the file."""

    first: int
    last: int
    content: bytes


def put_parts(connection: Connection, batch_id: str, parts: Sequence[tuple[int, bytes]]) -> None:
    """Keep sealed parts (number, content); a part that was not full is replaced."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(batch_parts)
    replacing = statement.on_conflict_do_update(
        index_elements=[batch_parts.c.batch, batch_parts.c.number],
        set_={"content": statement.excluded.content},
    )
    for number, content in parts:
        values = {"batch": batch_id, "number": number, "content": content}
        connection.execute(replacing, values)


def get_part(connection: Connection, batch_id: str, number: int) -> bytes | None:
    """A sealed part; None when the batch has none of that number any more."""
    statement = select(batch_parts.c.content).where(
        batch_parts.c.batch == batch_id, batch_parts.c.number == number
    )
    found: bytes | None = connection.execute(statement).scalar()
    return found


def put_results(
    connection: Connection, batch_id: str, first: int, last: int, content: bytes
) -> None:
    """Keep the sealed results of rows at the positions first … last of the file."""
    connection.execute(
        batch_results.insert(),
        {"batch": batch_id, "first": first, "last": last, "content": content},
    )


def replace_results(connection: Connection, batch_id: str, first: int, content: bytes) -> None:
    """Put other sealed results in the place of those that begin at `first`."""
    held = batch_results.c.batch == batch_id, batch_results.c.first == first
    connection.execute(update(batch_results).where(*held).values(content=content))


def get_results(connection: Connection, batch_id: str, after: int) -> SealedResults | None:
    """The sealed results with the first row after position `after`."""
    statement = (
        select(batch_results.c.first, batch_results.c.last, batch_results.c.content)
        .where(batch_results.c.batch == batch_id, batch_results.c.last > after)
        .order_by(batch_results.c.first)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else SealedResults(**row._mapping)


def delete_results(connection: Connection, batch_id: str) -> None:
    """Take all results of the batch away."""
    connection.execute(delete(batch_results).where(batch_results.c.batch == batch_id))


def delete_some_parts(connection: Connection, limit: int) -> int:
    """Delete parts that no key opens any more; how many, `limit` at most."""
    locked = (
        select(batch_parts.c.batch, batch_parts.c.number)
        .join(batches, batches.c.id == batch_parts.c.batch)
        .where(batches.c.content_key.is_(None))
        .order_by(batch_parts.c.batch, batch_parts.c.number)
        .limit(limit)
    )
    count = 0
    for row in connection.execute(locked).all():
        one = batch_parts.c.batch == row.batch, batch_parts.c.number == row.number
        count += connection.execute(delete(batch_parts).where(*one)).rowcount
    return count
