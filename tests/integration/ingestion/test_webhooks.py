"""Webhooks over HTTP: made, read, tried, given new secrets and forgotten by their owners."""

import json
from datetime import timedelta

import pytest

from services.ingestion.api.webhooks import MOST_WAITING_TESTS
from services.ingestion.notices.register import MOST_WEBHOOKS, deliveries, told_of
from shared.access import Role
from shared.db.engine import transaction
from shared.webhooks.addresses import Reach
from shared.webhooks.delivery import MOST_ATTEMPTS, Courier
from shared.webhooks.sending import Outcome, Sender
from shared.webhooks.signing import signature
from tests.integration.ingestion.door import Caller, OpenDoor, codes
from tests.integration.ingestion.noticing import HOOK, a_webhook, begin, deliver, queued
from tests.support.receiver import Clock, Receiver, Sent, listening, middle


@pytest.fixture
def door(lasting_door: OpenDoor) -> OpenDoor:
    begin(lasting_door)
    return lasting_door


def in_force(caller: Caller, door: OpenDoor) -> list[int]:
    with transaction(door.engine) as connection:
        return [row.id for row in told_of(connection, caller.organisation, "batch.finished")]


def test_a_provider_makes_a_webhook_and_sees_its_secret_once(university: Caller) -> None:
    made = a_webhook(university, "record.coded")
    assert made.pop("secret").startswith("whsec_")
    assert (made["url"], made["events"], made["first_codings"]) == (HOOK, ["record.coded"], False)
    assert (made["disabled"], made["former_until"]) == (None, None)
    assert university.get(f"webhooks/{made['id']}").json == made
    assert university.get("webhooks").json == {"webhooks": [made], "next": None}


def test_webhooks_are_their_owners_alone(
    university: Caller, other_university: Caller, employer: Caller, door: OpenDoor
) -> None:
    number = a_webhook(university)["id"]
    for path in (f"webhooks/{number}", f"webhooks/{number}/deliveries"):
        assert university.get(path).status_code == 200
        assert other_university.get(path).status_code == 404
        assert employer.get(path).status_code == 404
    assert employer.erase(f"webhooks/{number}").status_code == 404
    for act in ("test", "secret", "enable"):
        assert employer.call("POST", f"/v1/webhooks/{number}/{act}").status_code == 404
    assert employer.get("webhooks").json["webhooks"] == []
    ministry = door.caller("ministry", Role.POLICYMAKER)
    assert ministry.get("webhooks").status_code == 403


def test_every_fault_is_told_at_once(university: Caller) -> None:
    asked = {"url": "http://u.example/", "events": ["batch.done"], "first_codings": 1, "more": 2}
    answer = university.call("POST", "/v1/webhooks", json=asked)
    assert answer.status_code == 422
    assert codes(answer) == {
        "/url": "webhook_https",
        "/events/0": "not_one_of",
        "/first_codings": "not_boolean",
        "/more": "unknown_field",
    }
    nothing = university.call("POST", "/v1/webhooks", json={"url": "https://10.0.0.1/"})
    assert codes(nothing) == {"/events": "required", "/url": "webhook_place"}


def test_an_organisation_has_only_so_many_webhooks(university: Caller, employer: Caller) -> None:
    for _ in range(MOST_WEBHOOKS):
        a_webhook(university)
    asked = {"url": HOOK, "events": ["batch.finished"]}
    assert university.call("POST", "/v1/webhooks", json=asked).status_code == 429
    a_webhook(employer)


def test_a_new_secret_signs_at_once_and_the_one_before_for_a_while(
    university: Caller, door: OpenDoor
) -> None:
    first = a_webhook(university)
    second = university.call("POST", f"/v1/webhooks/{first['id']}/secret").json
    assert second["secret"] != first["secret"]
    assert second["former_until"] > second["made_at"]
    university.call("POST", f"/v1/webhooks/{first['id']}/test")
    send = Sent()
    deliver(door, send)
    [post] = send.posts
    stamp, event = int(post.headers["webhook-timestamp"]), post.headers["webhook-id"]
    expected = [signature(each["secret"], event, stamp, post.body) for each in (second, first)]
    assert post.headers["webhook-signature"].split(" ") == expected


def test_a_test_message_arrives_and_is_in_the_log(university: Caller, door: OpenDoor) -> None:
    with listening(Receiver()) as receiver:
        made = a_webhook(university, url=HOOK)
        path = f"/v1/webhooks/{made['id']}"
        queued_test = university.call("POST", f"{path}/test").json
        assert (queued_test["kind"], queued_test["status"]) == ("test", "waiting")
        sender = Sender(Reach.of("127.0.0.1"))
        deliver(door, lambda post: sender(type(post)(receiver.url, post.headers, post.body)))
    [message] = receiver.received
    [logged] = university.call("GET", f"{path}/deliveries").json["deliveries"]
    assert message.headers["webhook-id"] == logged["event"] == queued_test["event"]
    assert (logged["status"], logged["attempts"][0]["status"]) == ("delivered", 204)
    assert json.loads(message.body)["type"] == "lmis.webhook.test.v1"


def test_test_messages_that_wait_are_few(university: Caller) -> None:
    path = f"/v1/webhooks/{a_webhook(university)['id']}/test"
    statuses = [university.call("POST", path).status_code for _ in range(MOST_WAITING_TESTS + 1)]
    assert statuses == [202] * MOST_WAITING_TESTS + [429]


def test_a_forgotten_webhook_is_gone_with_its_messages(university: Caller, door: OpenDoor) -> None:
    number = a_webhook(university)["id"]
    university.call("POST", f"/v1/webhooks/{number}/test")
    assert university.erase(f"webhooks/{number}").json["id"] == number
    assert university.get(f"webhooks/{number}").status_code == 404
    assert university.erase(f"webhooks/{number}").status_code == 404
    assert queued(door) == []
    assert a_webhook(university)["id"] > number


def test_a_receiver_that_is_silent_for_days_is_sent_no_more(
    university: Caller, door: OpenDoor
) -> None:
    number = a_webhook(university)["id"]
    university.call("POST", f"/v1/webhooks/{number}/test")
    clock = Clock()
    clock.moment += timedelta(days=365)
    courier = Courier(deliveries, door.engine, Sent(Outcome(500)), clock, middle, ends_silent=True)
    for _ in range(MOST_ATTEMPTS):
        assert courier.work() == 1
        clock.forward(days=2)
    assert university.get(f"webhooks/{number}").json["disabled"]["because"] == "silent"
    assert in_force(university, door) == []

    enabled = university.call("POST", f"/v1/webhooks/{number}/enable")
    assert (enabled.status_code, enabled.json["disabled"]) == (200, None)
    assert in_force(university, door) == [number]
    assert courier.work() == 0


@pytest.mark.parametrize("number", ["0", "2147483648", "99999999999999999999", "x"])
def test_a_number_that_no_webhook_has_is_not_found(university: Caller, number: str) -> None:
    assert university.get(f"webhooks/{number}").status_code == 404
