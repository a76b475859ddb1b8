"""Health, readiness and metrics."""

import logging
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client import CollectorRegistry, Gauge

from deploy.topics import create_topics
from services.ingestion.app import MIGRATIONS
from shared.bus.log import LogUnavailable
from shared.bus.memory import MemoryLog
from shared.contracts import Message
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.web import checks
from tests.unit.web.conftest import MakeApp


def away() -> None:
    raise LogUnavailable("broker 10.0.0.7 refused password hunter2")


def test_a_process_that_answers_is_healthy_whatever_its_checks_say(make: MakeApp) -> None:
    answer = make(checks={"log": away}).test_client().get("/health")
    assert (answer.status_code, answer.json) == (200, {"status": "alive"})


def test_a_service_is_ready_when_every_check_is_green(make: MakeApp) -> None:
    client = make(checks={"database": lambda: "sqlite", "log": lambda: {"behind": 3}}).test_client()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json["ready"]) == (200, True)
    assert answer.json["checks"]["log"] == {"ok": True, "found": {"behind": 3}}


def test_one_red_check_is_enough_and_says_no_more_than_its_kind(
    make: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    client = make(checks={"database": lambda: "sqlite", "log": away}).test_client()
    with caplog.at_level(logging.WARNING):
        answer = client.get("/ready")
    assert (answer.status_code, answer.json["ready"]) == (503, False)
    assert answer.json["checks"]["database"]["ok"] is True
    assert answer.json["checks"]["log"] == {"ok": False, "found": "LogUnavailable"}
    assert "hunter2" not in answer.text
    assert "check is red" in caplog.text


def test_readiness_turns_green_again_by_itself(make: MakeApp) -> None:
    state = {"away": True}

    def check() -> str:
        if state["away"]:
            raise LogUnavailable
        return "here"

    client = make(checks={"log": check}).test_client()
    assert client.get("/ready").status_code == 503
    state["away"] = False
    assert client.get("/ready").status_code == 200


def test_probes_may_ask_with_head(app: Flask) -> None:
    answer = app.test_client().head("/ready")
    assert (answer.status_code, answer.data) == (200, b"")


def test_the_database_check_wants_every_migration(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path}/ingestion.db")
    check = checks.database(engine, MIGRATIONS)
    with pytest.raises(checks.NotReady):
        check()
    upgrade(engine, MIGRATIONS)
    assert check() == "sqlite"
    engine.dispose()


def test_the_log_check_bounds_how_far_behind_a_group_may_be() -> None:
    log = MemoryLog()
    create_topics(log)
    check = checks.log_lag(log, "matching", ["graduates.v1"])
    assert check() == {"events_behind": 0}
    log.append([Message("graduates.v1", "k", b"{}")] * 3)
    assert check() == {"events_behind": 3}
    log.append([Message("graduates.v1", "k", b"{}")] * checks.MOST_LAG)
    with pytest.raises(checks.NotReady):
        check()


def test_requests_are_counted_by_route_so_that_paths_cannot_fill_the_memory(
    make: MakeApp,
) -> None:
    registry = CollectorRegistry()
    client = make(registry=registry).test_client()
    for path in ("/v1/own/a", "/v1/own/b", "/v1/nothing/1", "/v1/nothing/2", "/v1/%00"):
        client.get(path)
    for method in ("BREW", "WHEN"):
        client.open("/v1/echo", method=method)
    page = client.get("/metrics").text
    counted = {line.rsplit(" ", 1)[0] for line in page.splitlines() if "requests_total{" in line}
    assert counted == {
        'lmis_http_requests_total{method="GET",route="/v1/own/<name>",status="401"}',
        'lmis_http_requests_total{method="GET",route="none",status="404"}',
        'lmis_http_requests_total{method="GET",route="none",status="400"}',
        'lmis_http_requests_total{method="other",route="none",status="405"}',
    }
    assert 'lmis_http_request_seconds_count{route="/v1/own/<name>"} 2.0' in page


def test_metrics_show_what_else_the_service_registered(make: MakeApp) -> None:
    registry = CollectorRegistry()
    Gauge("lmis_models", "Models loaded", registry=registry).set(2)
    answer = make(registry=registry).test_client().get("/metrics")
    assert answer.mimetype == "text/plain"
    assert "lmis_models 2.0" in answer.text
