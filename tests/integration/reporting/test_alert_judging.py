"""Alerts are judged once by every publication, and what fires is kept in the same moment."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.exc import IntegrityError

from services.reporting.alerts import register
from services.reporting.alerts.evaluation import Evaluator
from services.reporting.data_sets import Publication
from services.reporting.store import alert_deliveries, alerts
from shared.db.engine import make_engine, transaction
from tests.integration.reporting.watching import a_database, a_release, a_rule, add_alert
from tests.support.published import ShelfOf
from tests.support.receiver import Clock


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    with a_database(tmp_path) as engine:
        yield engine


def judge(engine: Engine, *publications: Publication) -> None:
    evaluator = Evaluator(engine, ShelfOf(*publications), Clock())
    while evaluator.work():
        pass


def told(engine: Engine) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        rows = connection.execute(select(alert_deliveries).order_by(alert_deliveries.c.id)).all()
    assert all(row.event == json.loads(row.body)["id"] for row in rows)
    return [json.loads(row.body) for row in rows]


def versions(engine: Engine) -> list[str]:
    return [event["data"]["release"]["version"] for event in told(engine)]


def state(engine: Engine, number: int) -> Any:
    with engine.connect() as connection:
        return register.find(connection, number, None)


def test_an_alert_fires_when_a_release_brings_the_figure_over_the_threshold(sqlite: Engine) -> None:
    number = add_alert(sqlite)
    releases = [a_release("1.0.0", 2.0)]
    judge(sqlite, *releases)
    assert (told(sqlite), state(sqlite, number).state) == ([], "clear")

    for version, value in (("1.1.0", 3.4), ("1.2.0", 3.6), ("1.3.0", 2.9), ("1.4.0", 3.1)):
        releases.append(a_release(version, value))
        judge(sqlite, *releases)
    assert versions(sqlite) == ["1.1.0", "1.4.0"]
    assert state(sqlite, number).state == "raised"


def test_a_new_alert_is_judged_by_the_newest_release_alone(sqlite: Engine) -> None:
    add_alert(sqlite)
    judge(sqlite, a_release("1.0.0", 9.0), a_release("1.1.0", 5.0), a_release("1.2.0", 2.0))
    assert told(sqlite) == []


def test_releases_that_came_while_nobody_judged_are_judged_in_their_order(sqlite: Engine) -> None:
    add_alert(sqlite)
    first = a_release("1.0.0", 2.0)
    judge(sqlite, first)
    judge(sqlite, first, a_release("1.1.0", 4.0), a_release("1.2.0", 2.0), a_release("1.3.0", 5.0))
    assert versions(sqlite) == ["1.1.0", "1.3.0"]


def test_judging_again_tells_nothing_twice(sqlite: Engine) -> None:
    add_alert(sqlite)
    for _ in range(3):
        judge(sqlite, a_release("1.0.0", 4.0))
    assert len(told(sqlite)) == 1


@pytest.mark.parametrize("status", ["suppressed", "not_applicable", "insufficient_evidence"])
def test_a_figure_that_is_not_there_neither_fires_nor_resets(sqlite: Engine, status: Any) -> None:
    number = add_alert(sqlite)
    releases = [a_release("1.0.0", 4.0), a_release("1.1.0", None, status)]
    judge(sqlite, releases[0])
    judge(sqlite, *releases)
    assert state(sqlite, number).state == "raised"
    assert json.loads(state(sqlite, number).seen)["figure"]["status"] == status
    judge(sqlite, *releases, a_release("1.2.0", 4.5))
    assert versions(sqlite) == ["1.0.0"]


def test_an_alert_on_live_figures_is_judged_at_every_making(sqlite: Engine) -> None:
    add_alert(sqlite, a_rule(watches="live"))
    frozen = a_release("1.0.0", 9.0)
    judge(sqlite, frozen)
    for issued, value in (("2026-11-23T05:00:00Z", 2.0), ("2026-11-23T06:00:00Z", 4.0)):
        judge(sqlite, frozen, a_release("live", value, issued=issued))
    [event] = told(sqlite)
    assert event["data"]["release"] == {"version": "live", "issued": "2026-11-23T06:00:00Z"}


def test_a_figure_gone_from_the_publications_is_said_to_be_gone(sqlite: Engine) -> None:
    number = add_alert(sqlite, a_rule(cell={"occupation": "9999"}, comparison="below"))
    judge(sqlite, a_release("1.0.0", 2.0))
    assert (told(sqlite), state(sqlite, number).state) == ([], "unknown")
    assert json.loads(state(sqlite, number).seen) == {
        "version": "1.0.0", "issued": "2026-11-23", "figure": None
    }  # fmt: skip


def test_the_message_holds_the_figure_and_says_in_words_what_happened(sqlite: Engine) -> None:
    number = add_alert(sqlite)
    judge(sqlite, a_release("1.0.0", 3.4))
    [event] = told(sqlite)
    figure = event["data"]["figure"]
    assert event["specversion"] == "1.0"
    assert event["type"] == "lmis.alert.raised.v1"
    assert event["source"] == f"/reporting/v1/alerts/{number}"
    assert event["subject"] == "occupation-balance/tightness/occupation=2512/region=TH-20"
    assert (figure["value"], figure["status"]) == (3.4, "ok")
    assert figure["interval"] == {"low": 3.4, "high": 3.4, "confidence": 0.9}
    assert event["data"]["synthetic"] is True
    assert event["data"]["texts"]["en"] == (
        "tightness (occupation: occupation 2512, region: region TH-20): 3.4; rule: above 3; "
        "release 1.0.0; synthetic demonstration data"
    )
    assert "เกณฑ์: สูงกว่า 3" in event["data"]["texts"]["th"]
    assert event["data"]["links"]["figure"] == (
        "/reporting/v1/data-sets/occupation-balance/query"
        "?version=1.0.0&occupation=2512&region=TH-20&indicators=tightness"
    )


def test_two_who_judge_at_once_tell_once(engine: Engine) -> None:
    numbers = [add_alert(engine) for _ in range(5)]
    shelf = ShelfOf(a_release("1.0.0", 4.0))
    others = [make_engine(engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(len(others)) as threads:
        list(threads.map(lambda own: Evaluator(own, shelf, Clock()).work(), others))
    for other in others:
        other.dispose()
    assert sorted(event["data"]["alert"] for event in told(engine)) == numbers


def test_state_and_message_are_kept_together_or_not_at_all(sqlite: Engine) -> None:
    """The second alert's message cannot be kept: its id is taken. The first is undone with it."""
    first, second = add_alert(sqlite), add_alert(sqlite)
    judge(sqlite, a_release("1.0.0", 4.0))
    taken = told(sqlite)[1]["id"]
    with transaction(sqlite) as connection:
        connection.execute(alert_deliveries.delete())
        connection.execute(alerts.update().values(judged=None, state="unknown"))
        row = {"event": taken, "alert": first, "kind": "test", "made_at": "", "body": "{}",
               "status": "waiting", "attempts": "[]"}  # fmt: skip
        connection.execute(insert(alert_deliveries).values(row))
    with pytest.raises(IntegrityError):
        judge(sqlite, a_release("1.0.0", 4.0))
    assert [state(sqlite, number).state for number in (first, second)] == ["unknown", "unknown"]
