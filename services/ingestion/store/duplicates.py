"""What is compared of vacancies, in which blocks they meet, and what people decided about them.

A vacancy is to be compared while its `compared_version` is behind its `version`. Which one it
repeats stands in its own row, `duplicate_of`. Decisions are never changed: the newest of each
vacancy counts, and one that says `automatic` takes back those before it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from services.ingestion.store.tables import metadata, vacancies
from shared.correlation import correlation_id

Verdict = Literal["same", "own", "automatic"]

# `blocks` are the 64-bit numbers under which it stands in `vacancy_blocks`, `likeness` the
# evidence that it repeats the one it is said to repeat. `alone`: it was decided to be no duplicate.
advertisements = Table(
    "advertisements",
    metadata,
    Column("key", Text, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("day", Integer, nullable=False),
    Column("is_closed", Boolean, nullable=False),
    Column("alone", Boolean, nullable=False),
    Column("compared", Text, nullable=False),
    Column("signature", LargeBinary),
    Column("blocks", LargeBinary, nullable=False),
    Column("likeness", Text),
)
vacancy_blocks = Table(
    "vacancy_blocks",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("key", Text, primary_key=True),
    sqlite_with_rowid=False,
)
duplicate_decisions = Table(
    "duplicate_decisions",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("key", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("repeats", Text),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)
Index("ix_duplicate_decisions_key", duplicate_decisions.c.key, duplicate_decisions.c.id)
Index("ix_duplicate_decisions_repeats", duplicate_decisions.c.repeats)

_AT_ONCE = 10_000
"""Keys named in a statement: a job may be advertised more often than databases take parameters."""

Place = tuple[int, int, str]
"""Block, day and key."""


class Decision(NamedTuple):
    """What somebody decided of a vacancy; `repeats` is the other one where they are the same."""

    key: str
    verdict: Verdict
    repeats: str | None
    organisation: str
    role: str
    made_at: str


def uncompared(connection: Connection, limit: int) -> Sequence[Any]:
    """Up to `limit` vacancies that changed since they were compared; erased ones too."""
    columns = ("key", "version", "content", "content_hash", "closed_on", "duplicate_of")
    behind = vacancies.c.compared_version < vacancies.c.version
    statement = select(*(vacancies.c[name] for name in columns)).where(behind).limit(limit)
    return connection.execute(statement).all()


def advertised(connection: Connection, keys: Iterable[str]) -> dict[str, Any]:
    """What was compared of these vacancies, and which each is said to repeat."""
    statement = select(advertisements, vacancies.c.duplicate_of).join(
        vacancies, vacancies.c.key == advertisements.c.key
    )
    return {
        row.key: row
        for some in _slices(keys)
        for row in connection.execute(statement.where(advertisements.c.key.in_(some)))
    }


def meeting(connection: Connection, blocks: Iterable[int], days: tuple[int, int]) -> Sequence[Any]:
    """The block, key and `is_lead` of vacancies posted in these days that stand in these blocks."""
    statement = (
        select(
            vacancy_blocks.c.block,
            vacancy_blocks.c.key,
            vacancies.c.duplicate_of.is_(None).label("is_lead"),
        )
        .join(vacancies, vacancies.c.key == vacancy_blocks.c.key)
        .where(vacancy_blocks.c.block.in_(sorted(blocks)), vacancy_blocks.c.day.between(*days))
    )
    return connection.execute(statement).all()


def following(connection: Connection, keys: Sequence[str]) -> Sequence[str]:
    """The vacancies said to repeat one of these, or decided to."""
    found = select(vacancies.c.key).where(vacancies.c.duplicate_of.in_(keys))
    decided = select(duplicate_decisions.c.key).where(duplicate_decisions.c.repeats.in_(keys))
    return connection.execute(found.union(decided)).scalars().all()


def hold(connection: Connection, keys: Iterable[str]) -> dict[str, int]:
    """The versions of these vacancies, whose rows are locked in their order until the commit."""
    statement = (
        select(vacancies.c.key, vacancies.c.version).order_by(vacancies.c.key).with_for_update()
    )
    return {
        row.key: row.version
        for some in _slices(keys)
        for row in connection.execute(statement.where(vacancies.c.key.in_(some)))
    }


def forget(connection: Connection, keys: Sequence[str], places: Sequence[Place]) -> None:
    """Delete what was compared of these vacancies, and where they stood."""
    columns = (vacancy_blocks.c.block, vacancy_blocks.c.day, vacancy_blocks.c.key)
    if places:
        same = and_(*(column == bindparam(f"of_{column.name}") for column in columns))
        rows = [dict(zip(("of_block", "of_day", "of_key"), place, strict=True)) for place in places]
        connection.execute(delete(vacancy_blocks).where(same), rows)
    if keys:
        connection.execute(delete(advertisements).where(advertisements.c.key.in_(keys)))


def keep(
    connection: Connection, rows: Sequence[Mapping[str, Any]], places: Sequence[Place]
) -> None:
    """Add what was compared of vacancies of which nothing is kept, and where they stand."""
    if rows:
        connection.execute(insert(advertisements), rows)
    if places:
        names = vacancy_blocks.c.keys()
        stated = [dict(zip(names, place, strict=True)) for place in sorted(places)]
        connection.execute(insert(vacancy_blocks), stated)


def tell(connection: Connection, repeated: Mapping[str, str | None]) -> None:
    """Vacancy -> the one it repeats, None for none -> a new version of each, which is told."""
    statement = (
        update(vacancies)
        .where(vacancies.c.key == bindparam("of"))
        .values(
            version=vacancies.c.version + literal(1),
            duplicate_of=bindparam("repeats"),
            correlation_id=correlation_id.get(),
        )
    )
    if repeated:
        rows = [{"of": key, "repeats": other} for key, other in sorted(repeated.items())]
        connection.execute(statement, rows)


def repeat_nothing(connection: Connection, keys: Sequence[str]) -> None:
    """Erased vacancies repeat none; nothing is told of that."""
    statement = update(vacancies).where(vacancies.c.key.in_(keys))
    connection.execute(statement.values(duplicate_of=None))


def mark_compared(connection: Connection, keys: Sequence[str]) -> None:
    """These vacancies, whose rows are held, were compared as they are now."""
    statement = update(vacancies).where(vacancies.c.key.in_(keys))
    connection.execute(statement.values(compared_version=vacancies.c.version))


def compare_again(connection: Connection, keys: Iterable[str]) -> None:
    """Have these vacancies compared once more."""
    statement = update(vacancies).where(vacancies.c.key == bindparam("of"))
    rows = [{"of": key} for key in sorted(keys)]
    if rows:
        connection.execute(statement.values(compared_version=0), rows)


def decide(connection: Connection, decision: Decision) -> None:
    """Keep a decision after all others, and have the vacancy compared again."""
    connection.execute(insert(duplicate_decisions), [decision._asdict()])
    compare_again(connection, [decision.key])


def decisions(connection: Connection, keys: Iterable[str]) -> dict[str, Decision]:
    """The decision that counts for each of these vacancies, where there is one."""
    newest = (
        select(func.max(duplicate_decisions.c.id))
        .where(duplicate_decisions.c.key.in_(sorted(keys)))
        .group_by(duplicate_decisions.c.key)
    )
    columns = [duplicate_decisions.c[name] for name in Decision._fields]
    rows = connection.execute(select(*columns).where(duplicate_decisions.c.id.in_(newest)))
    return {row.key: Decision(*row) for row in rows if row.verdict != "automatic"}


def list_duplicates(
    connection: Connection, provider: str | None, after: str, limit: int
) -> Sequence[Any]:
    """Vacancies said to repeat another: `key`, `duplicate_of`, `likeness`; in key order.

    Of a provider those of its own, and those that repeat its own; None: all.
    """
    statement = (
        select(vacancies.c.key, vacancies.c.duplicate_of, advertisements.c.likeness)
        .outerjoin(advertisements, advertisements.c.key == vacancies.c.key)
        .where(vacancies.c.duplicate_of.is_not(None), vacancies.c.key > after)
        .order_by(vacancies.c.key)
        .limit(limit)
    )
    if provider is not None:
        prefix = f"{provider}/"  # LIKE would take other providers of SQLite for one in capitals
        theirs = func.substr(vacancies.c.duplicate_of, 1, len(prefix)) == prefix
        statement = statement.where((vacancies.c.provider == provider) | theirs)
    return connection.execute(statement).all()


def found_of(connection: Connection, key: str) -> Any | None:
    """The vacancy's `duplicate_of`, `likeness` and `is_compared`; None if unknown or erased."""
    is_compared = case((vacancies.c.compared_version < vacancies.c.version, False), else_=True)
    statement = (
        select(
            vacancies.c.key,
            vacancies.c.duplicate_of,
            advertisements.c.likeness,
            is_compared.label("is_compared"),
        )
        .outerjoin(advertisements, advertisements.c.key == vacancies.c.key)
        .where(vacancies.c.key == key, vacancies.c.erased_at.is_(None))
    )
    return connection.execute(statement).first()


def _slices(keys: Iterable[str]) -> Iterator[list[str]]:
    """All keys in their order, some at a time."""
    rest = iter(sorted(keys))
    while some := list(islice(rest, _AT_ONCE)):
        yield some
