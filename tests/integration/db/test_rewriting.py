"""What was erased leaves the files of PostgreSQL when its tables are written anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.db.engine import make_engine
from shared.db.rewriting import InUse, rewrite_all
from tests.support.local_postgres import LocalPostgres
from tests.support.postgres import own_server

pytestmark = pytest.mark.postgres
SECRET = "ดาราศาสตร์เปรียบเทียบ"


@pytest.fixture(scope="module")
def server() -> Iterator[LocalPostgres]:
    """A server of these tests' own, whose files can be searched."""
    with own_server() as server:
        yield server


def test_vacuuming_alone_leaves_bytes_and_writing_anew_does_not(server: LocalPostgres) -> None:
    engine = make_engine(server.url.render_as_string(hide_password=False))
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    with alone.connect() as connection:
        for sql in ("ALTER SYSTEM SET wal_recycle = off", "SELECT pg_reload_conf()"):
            connection.exec_driver_sql(sql)
        connection.exec_driver_sql("CREATE TABLE records (key text PRIMARY KEY, content text)")
        add = sa.text("INSERT INTO records VALUES (:key, :content)")
        for number in range(100):
            content = f"{SECRET} {number:03} " + "ก" * 100
            connection.execute(add, {"key": str(number), "content": content})
        connection.exec_driver_sql("UPDATE records SET content = NULL WHERE key::int > 90")
        connection.exec_driver_sql("VACUUM records")
        connection.exec_driver_sql("CHECKPOINT")
    assert erased_in(server)
    rewrite_all(engine)
    with alone.connect() as connection:
        for _ in range(3):
            connection.exec_driver_sql("SELECT pg_switch_wal()")
            connection.exec_driver_sql("CHECKPOINT")
    assert erased_in(server) == []
    engine.dispose()


def erased_in(server: LocalPostgres) -> list[Path]:
    """The server's files that still hold what was erased."""
    found = [f"{SECRET} {number:03} ".encode() for number in range(91, 100)]
    files = [path for path in server.home.rglob("*") if path.is_file()]
    return [path for path in files if any(text in path.read_bytes() for text in found)]


def test_a_table_that_somebody_holds_is_left_as_it_is(server: LocalPostgres) -> None:
    engine = make_engine(server.url.render_as_string(hide_password=False))
    with engine.begin() as holder:
        holder.exec_driver_sql("CREATE TABLE held (key text)")
    with engine.begin() as holder:
        holder.exec_driver_sql("LOCK TABLE held")
        with pytest.raises(InUse):
            rewrite_all(engine, patience=1)
    engine.dispose()
