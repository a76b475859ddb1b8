"""Engines for SQLite and PostgreSQL with the settings that durability and concurrency need."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.exc import InvalidatePoolError

_BEGIN = "lmis_begin"
_SURELY_ALIVE = 1.0  # seconds after a connection was used
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
        return _postgresql_engine(url)
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


def _postgresql_engine(url: str) -> Engine:
    """An engine that asks rested connections whether they are alive, and not those just used.

    Asking each time costs every request two ways to the server and back.
    """
    engine = create_engine(url, hide_parameters=True, connect_args={"connect_timeout": 5})
    dialect = engine.dialect

    @event.listens_for(engine, "checkin")
    def rest(_: object, record: Any) -> None:
        record.info["rests_since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def wake(connection: Any, record: Any, _: object) -> None:
        rests_since = record.info.get("rests_since")
        if rests_since is None or monotonic() - rests_since < _SURELY_ALIVE:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    return engine


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, see below
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get(_BEGIN, "BEGIN")
    if begin:
        connection.exec_driver_sql(begin)
