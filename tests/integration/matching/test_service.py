"""The service whole: events in at one end, explained answers and assessments out at the others."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate
from prometheus_client import CollectorRegistry

from deploy.topics import create_topics
from services.matching.app import MIGRATIONS, create_app
from services.matching.worker import workers
from shared.access import AccessStore, Role
from shared.bus.log import Record
from shared.bus.memory import MemoryLog
from shared.contracts import Graduate, erased, from_message, recorded, to_message
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app
from tests.builders import a_graduate, a_survey, a_vacancy

LONGEST_WAIT = 60.0


class Service:
    """Matching's app and loops over one database and a log in memory."""

    def __init__(self, settings: Settings) -> None:
        self.log = MemoryLog()
        access = AccessStore(make_engine(settings.database("access")))
        upgrade(access.engine, "shared.access.migrations")
        self.keys = {}
        roles = {"uni": Role.UNIVERSITY, "firm": Role.EMPLOYER, "office": Role.OPERATOR}
        for organisation, role in roles.items():
            access.add_organisation(organisation, organisation, role)
            self.keys[organisation] = access.issue_key(organisation).text
        access.engine.dispose()
        self.registry = CollectorRegistry()
        self.app: Flask = create_app(settings, self.log, self.registry)
        self.loops = workers(settings, self.log, self.registry)

    def get(self, organisation: str, path: str) -> Any:
        headers = {"Authorization": f"Bearer {self.keys[organisation]}"}
        return self.app.test_client().get(f"/matching/v1/{path}", headers=headers)

    def soon(self, organisation: str, path: str, status: int = 200) -> Any:
        """The answer's body once it has that status."""
        wait_until(lambda: self.get(organisation, path).status_code == status)
        return self.get(organisation, path).get_json()


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {"LMIS_MATCHING_DATABASE_URL": database_url, "LMIS_DATA_DIR": str(tmp_path)}
    )


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    engine = make_engine(settings.database("matching"))
    upgrade(engine, MIGRATIONS)
    engine.dispose()
    made = Service(settings)
    create_topics(made.log)
    stop = threading.Event()
    with ThreadPoolExecutor(len(made.loops)) as threads:
        running = [threads.submit(loop.run, stop) for loop in made.loops]
        yield made
        stop.set()
    for loop in running:
        loop.result()
    close_app(made.app)


def test_free_text_is_coded_judged_ranked_and_told(service: Service) -> None:
    graduate = a_graduate(
        programme="วท.บ. วิทยาการคอมพิวเตอร์",
        level=6,
        home_region="TH-50",
        tracer=a_survey(job_title="พนักงานขายหน้าร้าน"),
    )
    vacancy = a_vacancy(
        title="Software developer", region="TH-50", level_required=6, closes_on="2999-12-31"
    )
    service.log.append([message(graduate), message(vacancy)])
    service.soon("firm", "vacancies/v1")
    assessed = service.soon("uni", "graduates/g1")
    assert assessed["field"]["code"].startswith("06")
    assert assessed["occupation"]["code"].startswith("52")
    verdicts = {(j["dimension"], j["method"]): j["verdict"] for j in assessed["judgements"]}
    assert verdicts["vertical", "normative_b"] == "mismatch"
    assert {"occupation_coder", "field_coder", "mismatch_model"} <= set(assessed["versions"])
    [best] = service.soon("uni", "graduates/g1/vacancies")["vacancies"]
    [found] = service.soon("office", "vacancies/v1/graduates?provider=firm")["graduates"]
    assert best["score"] == found["score"] > 0.5
    subjects = {"graduate/uni/g1", "vacancy/firm/v1"}
    wait_until(lambda: {from_message(record).subject for record in told(service)} == subjects)


def test_an_erased_graduate_is_gone_from_answers_and_the_log(service: Service) -> None:
    service.log.append([message(a_graduate(field="0613"))])
    service.soon("uni", "graduates/g1")
    tombstone = erased(Graduate, "uni/g1", 2, source="test", correlationid="")
    service.log.append([to_message(tombstone)])
    service.soon("uni", "graduates/g1", status=404)
    wait_until(lambda: any(record.value is None for record in told(service)))


def test_the_service_is_ready_and_counts_what_it_did(service: Service) -> None:
    service.log.append([message(a_vacancy(title="Software developer"))])
    service.soon("firm", "vacancies/v1")
    ready = service.app.test_client().get("/matching/ready")
    assert (ready.status_code, ready.get_json()["ready"]) == (200, True)
    shown = service.app.test_client().get("/matching/metrics").text
    assert 'lmis_matching_codings_total{status="coded",subject="vacancy"} 1.0' in shown
    assert "lmis_events_handled_total 1.0" in shown


def test_the_api_is_documented_in_valid_openapi(service: Service) -> None:
    document = service.app.test_client().get("/openapi.json").get_json()
    validate(document)
    paths = {path for path in document["paths"] if path.startswith("/v1")}
    assert paths == {
        "/v1/assess",
        "/v1/audit",
        "/v1/code",
        "/v1/corrections",
        "/v1/corrections/{number}",
        "/v1/corrections/{number}/confirmation",
        "/v1/former-assessments",
        "/v1/graduates/{record}",
        "/v1/graduates/{record}/prospects",
        "/v1/graduates/{record}/vacancies",
        "/v1/vacancies/{reference}",
        "/v1/vacancies/{reference}/fitting",
        "/v1/vacancies/{reference}/graduates",
    }


def test_the_app_is_made_and_says_not_ready_while_everything_is_away(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "LMIS_MATCHING_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:1/none",
            "LMIS_DATA_DIR": str(tmp_path),
        }
    )
    app = create_app(settings, MemoryLog())
    ready = app.test_client().get("/ready")
    assert ready.status_code == 503
    assert {name: c["ok"] for name, c in ready.get_json()["checks"].items()} == {
        "database": False,
        "log": False,
    }
    assert app.test_client().get("/health").status_code == 200
    close_app(app)


def message(record: Any) -> Any:
    return to_message(recorded(record, source="test", correlationid="c"))


def told(service: Service) -> list[Record]:
    return list(service.log.replay(["assessments.v1"]))


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)
