"""The rights on PostgreSQL that `deploy/postgres/audit.sql` leaves a service on its audit log."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from shared.audit import Act, audit_table, chain_once, note_alone, verify
from shared.db.engine import make_engine

pytestmark = pytest.mark.postgres
SCRIPT = Path(__file__).parents[3] / "deploy" / "postgres" / "audit.sql"
SERVICE = "lmis_test_audited"


@pytest.fixture
def service(postgres_database: str) -> Iterator[sa.Engine]:
    """A service as `deploy/postgres/roles.sh` makes it, after the script was run."""
    owner = sa.create_engine(postgres_database, isolation_level="AUTOCOMMIT")
    table = audit_table(sa.MetaData(schema=SERVICE), "test")
    with owner.connect() as connection:
        connection.execute(sa.schema.CreateSchema(SERVICE))
        connection.exec_driver_sql(f"CREATE ROLE {SERVICE} LOGIN PASSWORD 'secret'")
        connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {SERVICE} TO {SERVICE}")
        table.create(connection)
        connection.exec_driver_sql(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {SERVICE} TO {SERVICE}"
        )
        connection.exec_driver_sql(SCRIPT.read_text().replace(':"service"', SERVICE))
    own = sa.make_url(postgres_database).set(
        username=SERVICE, password="secret", query={"options": f"-csearch_path={SERVICE}"}
    )
    engine = make_engine(own.render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with owner.connect() as connection:
        connection.exec_driver_sql(f"DROP OWNED BY {SERVICE}")
        connection.exec_driver_sql(f"DROP ROLE {SERVICE}")
    owner.dispose()


def test_a_service_may_note_and_chain_and_nothing_else(service: sa.Engine) -> None:
    audit = audit_table(sa.MetaData(), "test")
    note_alone(service, audit, Act("read", "graduates", "cu", "0" * 32))
    assert chain_once(service, audit) == 1
    for forbidden in (
        sa.update(audit).values(outcome="nothing"),
        sa.delete(audit),
        sa.text("TRUNCATE audit"),
    ):
        with pytest.raises(ProgrammingError, match="denied"), service.begin() as connection:
            connection.execute(forbidden)
    with service.connect() as connection:
        assert verify(connection, audit).head.position == 1
