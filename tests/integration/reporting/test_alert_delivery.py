"""Messages are tried until they arrive, ever more rarely, and every attempt is on record."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Row, select

from services.reporting.alerts import register
from services.reporting.alerts.deliveries import deliveries
from services.reporting.store import alert_deliveries, alerts
from shared.db.engine import make_engine, transaction
from shared.webhooks.deliveries import KEPT_PER_RECEIVER
from shared.webhooks.delivery import MOST_ATTEMPTS, Courier
from shared.webhooks.sending import Outcome
from shared.webhooks.signing import signature
from tests.integration.reporting.watching import SECRET, URL, a_courier, a_database, add_alert
from tests.support.receiver import Clock, Sent, middle


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    with a_database(tmp_path) as engine:
        yield engine


def queue(engine: Engine, alert: int, event: str = "msg_1") -> None:
    with transaction(engine) as connection:
        at = "2026-11-23T00:00:00.000+00:00"
        deliveries.queue(connection, alert, "raised", event, f'{{"id": "{event}"}}', at)


def kept(engine: Engine, event: str = "msg_1") -> Row[Any]:
    statement = select(alert_deliveries).where(alert_deliveries.c.event == event)
    with engine.connect() as connection:
        return connection.execute(statement).one()


def test_a_message_that_arrives_is_sent_once(sqlite: Engine) -> None:
    queue(sqlite, add_alert(sqlite))
    send = Sent()
    courier = a_courier(sqlite, send, Clock())
    assert [courier.work() for _ in range(3)] == [1, 0, 0]
    assert (kept(sqlite).status, kept(sqlite).next_attempt) == ("delivered", None)
    [attempt] = json.loads(kept(sqlite).attempts)
    assert attempt == {"at": "2026-11-23T05:00:00.000+00:00", "status": 204, "failure": None}


def test_each_attempt_has_the_same_id_and_body_and_a_signature_of_its_moment(
    sqlite: Engine,
) -> None:
    queue(sqlite, add_alert(sqlite))
    send, clock = Sent(Outcome(500), Outcome(failure="timeout"), Outcome(200)), Clock()
    courier = a_courier(sqlite, send, clock, middle)
    while kept(sqlite).next_attempt:
        courier.work()
        clock.forward(minutes=1)
    assert [post.url for post in send.posts] == [URL] * 3
    assert {(post.headers["webhook-id"], post.body) for post in send.posts} == {
        ("msg_1", b'{"id": "msg_1"}')
    }
    stamps = [int(post.headers["webhook-timestamp"]) for post in send.posts]
    assert stamps == sorted(set(stamps))
    for stamp, post in zip(stamps, send.posts, strict=True):
        assert post.headers["Content-Type"] == "application/cloudevents+json"
        expected = signature(SECRET, "msg_1", stamp, post.body)
        assert post.headers["webhook-signature"] == expected


def pauses(engine: Engine, courier: Courier, clock: Clock) -> list[float]:
    """Minutes between the attempts, until the message is given up."""
    found = []
    while True:
        courier.work()
        following = kept(engine).next_attempt
        if following is None:
            return found
        moment = datetime.fromisoformat(following)
        found.append((moment - clock.moment).total_seconds() / 60)
        clock.moment = moment


def test_pauses_double_and_after_days_the_message_is_dead(sqlite: Engine) -> None:
    queue(sqlite, add_alert(sqlite))
    clock, send = Clock(), Sent(Outcome(503))
    found = pauses(sqlite, a_courier(sqlite, send, clock, middle), clock)
    assert found == [2 * 2**n for n in range(MOST_ATTEMPTS - 1)]
    assert 2.5 * 24 * 60 < sum(found) < 3 * 24 * 60
    assert kept(sqlite).status == "dead"
    assert len(send.posts) == len(json.loads(kept(sqlite).attempts)) == MOST_ATTEMPTS


@pytest.mark.parametrize(("jitter", "factor"), [(lambda low, _: low, 0.8), (max, 1.2)])
def test_pauses_are_spread_by_a_fifth(
    sqlite: Engine, jitter: Callable[[float, float], float], factor: float
) -> None:
    queue(sqlite, add_alert(sqlite))
    clock = Clock()
    found = pauses(sqlite, a_courier(sqlite, Sent(Outcome(503)), clock, jitter), clock)
    assert found[:3] == pytest.approx([2 * factor, 4 * factor, 8 * factor])


@pytest.mark.parametrize(("asked", "minutes"), [(3600, 60), (10, 2), (10**9, 24 * 60)])
def test_a_receiver_may_ask_for_a_longer_pause(sqlite: Engine, asked: int, minutes: int) -> None:
    queue(sqlite, add_alert(sqlite))
    send, clock = Sent(Outcome(429, retry_after=asked)), Clock()
    a_courier(sqlite, send, clock, middle).work()
    following = datetime.fromisoformat(kept(sqlite).next_attempt)
    assert (following - clock.moment).total_seconds() == minutes * 60


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_anything_but_success_is_tried_again(sqlite: Engine, status: int) -> None:
    queue(sqlite, add_alert(sqlite))
    a_courier(sqlite, Sent(Outcome(status)), Clock()).work()
    assert (kept(sqlite).status, json.loads(kept(sqlite).attempts)[0]["status"]) == (
        "waiting",
        status,
    )


def test_a_receiver_that_is_gone_ends_the_alert(sqlite: Engine) -> None:
    number, other = add_alert(sqlite), add_alert(sqlite)
    queue(sqlite, number, "msg_1")
    courier = a_courier(sqlite, Sent(Outcome(503), Outcome(410), Outcome(204)), Clock(), middle)
    courier.work()
    queue(sqlite, number, "msg_2")
    courier.work()
    queue(sqlite, other, "msg_3")
    courier.work()
    assert [kept(sqlite, event).status for event in ("msg_1", "msg_2", "msg_3")] == [
        "dead", "dead", "delivered"
    ]  # fmt: skip
    with sqlite.connect() as connection:
        off = connection.execute(select(alerts).where(alerts.c.id == number)).one()
        in_force = register.not_judged_by(connection, "release", "1.0.0")
    assert (off.disabled_because, [alert.id for alert in in_force]) == ("gone", [other])
    with transaction(sqlite) as connection:
        deliveries.enable(connection, number)
        again = register.not_judged_by(connection, "release", "1.0.0")
    assert [alert.id for alert in again] == [number, other]
    assert courier.work() == 0


def test_a_claim_that_its_process_did_not_survive_runs_out(sqlite: Engine) -> None:
    queue(sqlite, add_alert(sqlite))
    clock, send = Clock(), Sent()
    with transaction(sqlite) as connection:
        assert len(deliveries.claim(connection, clock(), 8)) == 1
    courier = a_courier(sqlite, send, clock)
    assert courier.work() == 0
    clock.forward(minutes=3)
    assert courier.work() == 1
    assert kept(sqlite).status == "delivered"


def test_nothing_is_sent_for_an_alert_that_was_deleted(sqlite: Engine) -> None:
    number = add_alert(sqlite)
    queue(sqlite, number)
    with transaction(sqlite) as connection:
        deliveries.remove(connection, number)
    assert a_courier(sqlite, Sent(), Clock()).work() == 0


def test_two_couriers_at_once_send_each_message_once(engine: Engine) -> None:
    number = add_alert(engine)
    events = [f"msg_{n}" for n in range(24)]
    for event in events:
        queue(engine, number, event)
    send, clock = Sent(), Clock(datetime(2026, 11, 24, tzinfo=UTC))
    others = [make_engine(engine.url.render_as_string(hide_password=False)) for _ in range(4)]
    with ThreadPoolExecutor(len(others)) as threads:
        list(threads.map(lambda own: [a_courier(own, send, clock).work() for _ in events], others))
    for other in others:
        other.dispose()
    assert sorted(post.headers["webhook-id"] for post in send.posts) == sorted(events)
    assert {kept(engine, event).status for event in events} == {"delivered"}


def test_the_log_of_an_alert_keeps_its_newest_messages(sqlite: Engine) -> None:
    number = add_alert(sqlite)
    courier = a_courier(sqlite, Sent(), Clock())
    with transaction(sqlite) as connection:
        for n in range(KEPT_PER_RECEIVER):
            deliveries.queue(connection, number, "raised", f"old_{n}", "{}", "2026-11-23T00")
    courier.work()  # eight of the oldest arrive
    for n in range(3):
        queue(sqlite, number, f"new_{n}")
    with sqlite.connect() as connection:
        left = [row.event for row in deliveries.page(connection, number, None, 1000)]
    assert len(left) == KEPT_PER_RECEIVER
    assert left[:3] == ["new_2", "new_1", "new_0"]
