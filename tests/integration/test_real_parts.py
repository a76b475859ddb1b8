"""The real parts that other tests stand on are fresh, separate and private to this machine."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from deploy.kafka.jars import KafkaMissing
from deploy.kafka.local import KafkaFailed, LocalKafka
from shared.bus.kafka_client import broker_release
from shared.bus.log import LogUnavailable
from tests.support.brokers import Broker
from tests.support.parts import summary
from tests.support.postgres import PostgresServer


@pytest.mark.postgres
def test_every_database_is_new_and_empty(new_postgres_database: Callable[[], str]) -> None:
    urls = [new_postgres_database(), new_postgres_database()]
    assert len(set(urls)) == 2
    for url in urls:
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE graduates (id int)"))
        engine.dispose()


@pytest.mark.postgres
def test_a_database_is_dropped_although_somebody_is_connected(
    postgres_server: PostgresServer,
) -> None:
    url = postgres_server.create_database()
    engine = create_engine(url)
    with engine.connect():
        postgres_server.drop_database(url)
    engine.dispose()


@pytest.mark.postgres
def test_a_database_keeps_thai_text(postgres_database: str) -> None:
    engine = create_engine(postgres_database)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 'บัณฑิต' || length('บัณฑิต')")) == "บัณฑิต6"
    assert make_url(postgres_database).drivername == "postgresql+psycopg"
    engine.dispose()


@pytest.mark.kafka
def test_the_broker_answers_and_the_summary_names_it(
    kafka_broker: Broker, pytestconfig: pytest.Config
) -> None:
    assert broker_release(kafka_broker.bootstrap_servers, timeout=10.0)
    assert any(kafka_broker.description in line for line in summary(pytestconfig))


@pytest.mark.kafka
def test_two_brokers_do_not_share_a_port(own_kafka: LocalKafka, tmp_path: Path) -> None:
    with pytest.raises(KafkaFailed, match="listens on port"):
        LocalKafka(tmp_path, own_kafka.port).start()


def test_a_broker_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(LogUnavailable):
        broker_release("127.0.0.1:1", timeout=0.5)


def test_a_broker_without_java_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(KafkaMissing, match="Java"):
        LocalKafka(tmp_path / "state").start()
