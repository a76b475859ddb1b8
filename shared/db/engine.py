"""Engines for SQLite and PostgreSQL with the settings that durability and concurrency need."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select

_BEGIN = "lmis_begin"
PATIENCE = "PRAGMA busy_timeout = 10000"  # milliseconds that a writer waits for its turn
_SQLITE_PRAGMAS = (
    PATIENCE,
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an answered request must survive a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # erased bytes are overwritten, not left in free pages
)


def make_engine(url: str) -> Engine:
    """An engine for `sqlite:///path` or `postgresql+psycopg://…`; connects on first use.

    Its errors hide the statement's parameters: what a person posted must not reach a log.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}
        )
    engine = create_engine(url, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """One write transaction: durable when left without an error, undone otherwise.

    SQLite takes its write lock at once, so that two writers queue instead of failing half-way.
    """
    with (
        engine.connect().execution_options(**{_BEGIN: "BEGIN IMMEDIATE"}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def sqlite_without_transaction(engine: Engine) -> Iterator[Connection]:
    """A connection for what SQLite does outside transactions only, such as a checkpoint."""
    with engine.connect().execution_options(**{_BEGIN: ""}) as connection:
        yield connection


def ping(engine: Engine) -> str:
    """The database's name when it answers; raises what the driver raises otherwise."""
    with engine.connect() as connection:
        connection.execute(select(1))
    return engine.dialect.name


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, see below
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)
