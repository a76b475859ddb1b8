"""Storage that stops for a while: what is durable is taken, the rest is said, all catches up."""

from collections.abc import Callable

import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import live
from tests.e2e.kept import counted
from tests.e2e.posting import Organisation, a_graduate_of, graduates_of
from tests.e2e.running.distributed import KAFKA, POSTGRES, Distributed
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem

pytestmark = pytest.mark.slow
REGION = "TH-40"


def wait_for(system: RunningSystem, graduates: int) -> None:
    eventually(lambda: counted(system, "graduates") == graduates, what=f"{graduates} graduates")


def wait_told(system: RunningSystem, graduates: int) -> None:
    """Until the live figures say so, to 5."""
    eventually(lambda: live(system, "graduate-outcomes")["graduates"]["value"] == graduates)


def is_red(system: RunningSystem, service: str, check: str) -> bool:
    answer = get(f"{system.url_of(service)}/ready")
    return answer.status == 503 and not answer.json()["checks"][check]["ok"]


@pytest.fixture
def distributed(new_system: NewSystem) -> Distributed:
    system = new_system("distributed")
    assert isinstance(system, Distributed)
    return system


@pytest.mark.kafka
@pytest.mark.postgres
def test_the_door_stays_open_without_kafka_and_all_arrives_later(distributed: Distributed) -> None:
    system = distributed
    university = Organisation.of(system, "uni", "university")
    assert university.post("graduates", graduates_of(REGION, 12)).status == 200
    wait_for(system, 12)
    wait_told(system, 10)
    outages: list[tuple[Callable[[], None], Callable[[], None]]] = [
        (system.kafka.pause, system.kafka.resume),
        (lambda: system.kill(KAFKA), lambda: system.start(KAFKA)),
    ]
    for number, (stop, resume) in enumerate(outages):
        stop()
        posted = a_graduate_of(REGION, f"during outage {number}")
        assert university.post("graduates", posted).status == 201
        eventually(lambda: is_red(system, "ingestion", "log"), what="the log's check is red")
        resume()
        wait_for(system, 13 + number)
        system.wait_ready()
    wait_told(system, 15)


@pytest.mark.kafka
@pytest.mark.postgres
def test_without_postgresql_callers_are_asked_to_come_again(distributed: Distributed) -> None:
    system = distributed
    university = Organisation.of(system, "uni", "university")
    assert university.post("graduates", graduates_of(REGION, 12)).status == 200
    system.kill(POSTGRES)
    refused = university.post("graduates", a_graduate_of(REGION, "during the outage"))
    assert refused.status == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"]
    for service in ("ingestion", "matching", "reporting"):
        eventually(lambda name=service: is_red(system, name, "database"))
    system.start(POSTGRES)
    system.wait_ready()
    assert university.post("graduates", a_graduate_of(REGION, "after the outage")).status == 201
    wait_for(system, 13)
    wait_told(system, 15)


def test_the_embedded_system_stops_on_sigterm_and_finds_its_records_again(
    new_system: NewSystem,
) -> None:
    system = new_system("embedded")
    university = Organisation.of(system, "uni", "university")
    assert university.post("graduates", graduates_of(REGION, 10)).status == 200
    system.stop()
    system.start_all()
    system.wait_ready()
    wait_for(system, 10)
    wait_told(system, 10)
    again = university.post("graduates", graduates_of(REGION, 10)).json()
    assert again["unchanged"] == 10
