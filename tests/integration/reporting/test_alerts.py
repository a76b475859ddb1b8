"""Alerts over HTTP: made, read, tried and forgotten by those whose they are."""

import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import update

from services.reporting.alerts import handlers, register
from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.evaluation import Evaluator
from services.reporting.alerts.loops import workers
from services.reporting.store import repeatable_writes
from shared.db.engine import transaction
from shared.webhooks.addresses import Reach
from shared.webhooks.sending import Outcome, Post, Sender
from tests.integration.reporting.notices import Notices, faults, open_notices
from tests.integration.reporting.watching import a_courier, a_release, a_rule, add_alert
from tests.support.published import ShelfOf
from tests.support.receiver import Clock, Receiver, listening, middle

ASKED = {
    "data_set": "occupation-balance",
    "indicator": "tightness",
    "cell": {"occupation": "2512", "region": "TH-20"},
    "comparison": "above",
    "threshold": 3,
    "on": "release",
    "url": "https://ministry.example/hooks/lmis",
}
SHELF = ShelfOf(a_release("1.0.0", 3.4), a_release("live", 2.0, issued="2026-11-23T05:00:00Z"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notices]:
    with open_notices(tmp_path_factory.mktemp("notices")) as opened:
        yield opened


@pytest.fixture
def notices(office: Notices) -> Notices:
    office.begin(SHELF)
    return office


def asked(**changes: Any) -> dict[str, Any]:
    return {**ASKED, **changes}


def test_a_policymaker_makes_an_alert_and_sees_its_secret_once(notices: Notices) -> None:
    made = notices.post("ministry", "alerts", json=ASKED)
    assert made.status_code == 201
    alert = made.get_json()
    assert alert.pop("secret").startswith("whsec_")
    assert {name: alert[name] for name in ASKED} == ASKED
    assert (alert["state"], alert["seen"], alert["disabled"]) == ("unknown", None, None)
    one = notices.get("ministry", f"alerts/{alert['id']}")
    assert one.get_json() == alert
    assert notices.get("ministry", "alerts").get_json() == {"alerts": [alert], "next": None}


def test_alerts_are_their_owners_and_operators_see_all(notices: Notices) -> None:
    number = notices.post("ministry", "alerts", json=ASKED).get_json()["id"]
    paths = f"alerts/{number}", f"alerts/{number}/deliveries"
    for path in paths:
        assert notices.get("ministry", path).status_code == 200
        assert notices.get("office", path).status_code == 200
        assert notices.get("other-ministry", path).status_code == 404
        assert notices.get("uni", path).status_code == 403
        assert notices.get("", path).status_code == 401
    assert notices.get("other-ministry", "alerts").get_json()["alerts"] == []
    assert len(notices.get("office", "alerts").get_json()["alerts"]) == 1
    for organisation, status in (("other-ministry", 404), ("firm", 403), ("", 401)):
        assert notices.delete(organisation, f"alerts/{number}").status_code == status
        assert notices.post(organisation, f"alerts/{number}/test").status_code == status
        assert notices.post(organisation, f"alerts/{number}/enable").status_code == status
    assert notices.post("uni", "alerts", json=ASKED).status_code == 403


def test_an_alert_that_was_disabled_is_in_force_again_when_its_owner_says_so(
    notices: Notices,
) -> None:
    number = notices.post("ministry", "alerts", json=ASKED).get_json()["id"]
    with transaction(notices.engine) as connection:
        deliveries.disable(connection, number, "gone", "2026-01-01T00:00:00+00:00")
    disabled = notices.get("ministry", f"alerts/{number}").get_json()
    enabled = notices.post("ministry", f"alerts/{number}/enable").get_json()
    assert (disabled["disabled"]["because"], enabled) == ("gone", {**disabled, "disabled": None})
    assert notices.get("ministry", f"alerts/{number}").get_json() == enabled


def test_every_fault_is_told_at_once(notices: Notices) -> None:
    answer = notices.post(
        "ministry",
        "alerts",
        json=asked(
            indicator="tightnes", cell={"occupation": "9999", "planet": "earth"},
            comparison="over", threshold="3", on="friday", url="http://ministry.example/", more=1,
        ),
    )  # fmt: skip
    assert answer.status_code == 422
    assert faults(answer) == {
        "/indicator": "unknown_indicator",
        "/cell/occupation": "unknown_member",
        "/cell/planet": "unknown_dimension",
        "/comparison": "not_one_of",
        "/threshold": "not_number",
        "/on": "not_one_of",
        "/url": "webhook_https",
        "/more": "unknown_field",
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"data_set": "nothing"}, {"/data_set": "unknown_data_set"}),
        ({"url": "https://10.0.0.1/"}, {"/url": "webhook_place"}),
        ({"url": "https://user:pw@a.example/"}, {"/url": "webhook_form"}),
        ({"url": "http://127.0.0.1:8000/hook"}, None),
        ({"comparison": "changes_by", "threshold": 0}, {"/threshold": "not_above"}),
        ({"comparison": "below", "threshold": -0.5}, None),
        ({"threshold": 1e300}, {"/threshold": "out_of_range"}),
        ({"threshold": True}, {"/threshold": "not_number"}),
        ({"cell": {"region": 10}}, {"/cell/region/value": "not_text"}),
        ({"cell": []}, {"/cell": "not_object"}),
        ({"cell": {}}, None),
    ],
)
def test_a_rule_is_checked_against_the_newest_publication(
    notices: Notices, changes: dict[str, Any], expected: dict[str, str] | None
) -> None:
    answer = notices.post("ministry", "alerts", json=asked(**changes))
    assert (answer.status_code, faults(answer) if expected else None) == (
        422 if expected else 201,
        expected,
    )


def test_before_anything_is_published_there_is_nothing_to_watch(notices: Notices) -> None:
    notices.begin(ShelfOf())
    answer = notices.post("ministry", "alerts", json=ASKED)
    assert faults(answer) == {"/data_set": "unknown_data_set"}


def test_an_organisation_has_only_so_many_alerts(notices: Notices) -> None:
    with transaction(notices.engine) as connection:
        for _ in range(handlers.MOST_ALERTS):
            register.add(connection, a_rule(), "https://a.example/", "", "ministry", "")
    answer = notices.post("ministry", "alerts", json=ASKED)
    assert (answer.status_code, answer.get_json()["type"]) == (429, "urn:lmis:problem:too-many")
    assert notices.post("other-ministry", "alerts", json=ASKED).status_code == 201


def test_alerts_come_page_by_page_newest_first(notices: Notices) -> None:
    made = [add_alert(notices.engine) for _ in range(5)]
    found: list[int] = []
    cursor = ""
    while cursor is not None:
        page = notices.get("office", f"alerts?limit=2{cursor and f'&cursor={cursor}'}").get_json()
        found += [alert["id"] for alert in page["alerts"]]
        cursor = page["next"]
    assert found == made[::-1]


def test_a_forgotten_alert_is_gone_with_its_log_and_its_number_not_given_again(
    notices: Notices,
) -> None:
    number = notices.post("ministry", "alerts", json=ASKED).get_json()["id"]
    assert notices.post("ministry", f"alerts/{number}/test").status_code == 202
    assert notices.delete("ministry", f"alerts/{number}").get_json()["id"] == number
    assert notices.get("ministry", f"alerts/{number}").status_code == 404
    assert notices.delete("ministry", f"alerts/{number}").status_code == 404
    with transaction(notices.engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM alert_deliveries").scalar() == 0
    assert notices.post("ministry", "alerts", json=ASKED).get_json()["id"] > number


def test_a_test_message_arrives_with_todays_figure_and_is_in_the_log(notices: Notices) -> None:
    with listening(Receiver()) as receiver:
        made = notices.post("ministry", "alerts", json=asked(url=receiver.url)).get_json()
        path = f"alerts/{made['id']}"
        queued = notices.post("ministry", f"{path}/test").get_json()
        assert (queued["status"], queued["attempts"]) == ("waiting", [])
        a_courier(notices.engine, Sender(Reach.of("127.0.0.1")), Clock(datetime.now(UTC))).work()
    [message] = receiver.received
    [logged] = notices.get("ministry", f"{path}/deliveries").get_json()["deliveries"]
    assert message.headers["webhook-id"] == logged["event"] == queued["event"]
    assert (logged["kind"], logged["status"], logged["next_attempt"]) == ("test", "delivered", None)
    assert [attempt["status"] for attempt in logged["attempts"]] == [204]
    assert logged["body"]["type"] == "lmis.alert.test.v1"
    assert logged["body"]["data"]["figure"]["value"] == 3.4
    assert notices.get("ministry", path).get_json()["state"] == "unknown"


@pytest.mark.parametrize("crashed", [False, True], ids=["answered", "crashed"])
def test_sent_again_under_their_keys_an_alert_is_made_and_a_test_message_queued_once(
    notices: Notices, crashed: bool
) -> None:
    def send(path: str, key: str, **body: Any) -> Any:
        answer = notices.post("ministry", path, headers={"Idempotency-Key": key}, **body)
        if crashed:  # before the answer was kept
            with notices.engine.begin() as connection:
                connection.execute(update(repeatable_writes).values(answer=None, leased_until=0))
        return answer.get_json()

    key = secrets.token_hex()
    alert = send("alerts", key, json=ASKED)
    assert send("alerts", key, json=ASKED) == alert
    assert len(notices.get("ministry", "alerts").get_json()["alerts"]) == 1
    path = f"alerts/{alert['id']}"
    message = send(f"{path}/test", f"{key}-test")
    assert send(f"{path}/test", f"{key}-test")["event"] == message["event"]
    assert len(notices.get("ministry", f"{path}/deliveries").get_json()["deliveries"]) == 1


def test_test_messages_that_wait_are_few(notices: Notices) -> None:
    number = notices.post("ministry", "alerts", json=ASKED).get_json()["id"]
    statuses = [notices.post("ministry", f"alerts/{number}/test").status_code for _ in range(6)]
    assert statuses == [202] * handlers.MOST_WAITING_TESTS + [429]


def test_the_log_says_why_a_message_did_not_arrive_and_when_it_is_tried_again(
    notices: Notices,
) -> None:
    number = notices.post("ministry", "alerts", json=ASKED).get_json()["id"]
    clock = Clock()
    Evaluator(notices.engine, SHELF, clock).work()

    def refused(_: Post) -> Outcome:
        return Outcome(failure="no_connection")

    a_courier(notices.engine, refused, clock, middle).work()
    [logged] = notices.get("ministry", f"alerts/{number}/deliveries").get_json()["deliveries"]
    assert logged["attempts"] == [
        {"at": "2026-11-23T05:00:00.000+00:00", "status": None, "failure": "no_connection"}
    ]
    assert logged["next_attempt"] == "2026-11-23T05:02:00.000+00:00"
    alert = notices.get("ministry", f"alerts/{number}").get_json()
    assert alert["state"] == "raised"
    assert alert["seen"]["figure"]["value"] == 3.4


def test_the_loops_judge_and_send_by_themselves(notices: Notices) -> None:
    notices.post("ministry", "alerts", json=ASKED)
    arrived, stop = threading.Event(), threading.Event()

    def send(_: Post) -> Outcome:
        arrived.set()
        return Outcome(204)

    loops = workers(notices.engine, SHELF, send)
    threads = [threading.Thread(target=loop.run, args=(stop,)) for loop in loops]
    for thread in threads:
        thread.start()
    assert arrived.wait(30)
    stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999", "-1", "x"])
def test_a_number_that_no_alert_has_is_not_found(notices: Notices, number: str) -> None:
    assert notices.get("ministry", f"alerts/{number}").status_code == 404


def test_the_document_says_of_every_route_who_may_call_it(notices: Notices) -> None:
    paths = notices.client.get("/openapi.json").get_json()["paths"]
    routes = [paths[path] for path in paths if path.startswith("/v1/alerts")]
    operations = [route[method] for route in routes for method in route if method != "parameters"]
    assert len(operations) == 7
    for operation in operations:
        assert operation["x-roles"] == ["operator", "policymaker"]
        assert [len(scopes) for scopes in operation["security"][0].values()] == [1]
