"""Every write of the door, sent again under its key: the answer is the same, nothing is doubled."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from deploy.topics import create_topics
from services.ingestion.store import metadata, repeatable_writes
from shared.access import Role
from shared.bus.memory import MemoryLog
from shared.settings import Settings
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.uploading import OPENING, adverts

HOOK = "https://1.1.1.1/hook"
PROFILE = {
    "kind": "vacancies",
    "about": "our job board",
    "fields": {"reference": "id", "title": "title", "posted_on": "day"},
}
CLOSING = {"closed_on": "2026-11-20", "filled": True}
NOT_COUNTED = {"repeatable_writes", "audit", "audit_log"}
"""A write that is run again is noted again."""


@dataclass
class World:
    """A door, and those who write; `path` makes what a write is about and fills in its name."""

    door: OpenDoor
    university: Caller
    employer: Caller
    made: int = 0

    def path(self, operation: str) -> str:
        path = operation.split(" ")[1]
        for argument, make in MADE.items():
            if f"{{{argument}}}" in path:
                path = path.replace(f"{{{argument}}}", make(self))
        return path

    def kept(self) -> dict[str, Any]:
        """How many rows each table has, and every record's version."""
        with self.door.engine.connect() as connection:
            counts = {
                name: connection.scalar(select(func.count()).select_from(table))
                for name, table in metadata.tables.items()
                if name not in NOT_COUNTED
            }
        nouns = ("graduates", "vacancies")
        return counts | {row.key: row.version for noun in nouns for row in self.door.rows(noun)}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """On SQLite: races, leases and takeovers are tried on both in tests/integration/web."""
    log = MemoryLog()
    create_topics(log)
    directory = tmp_path_factory.mktemp("door")
    door = OpenDoor(Settings.from_environment({"LMIS_DATA_DIR": str(directory)}), log)
    yield World(door, door.caller("cu", Role.UNIVERSITY), door.caller("acme", Role.EMPLOYER))
    door.close()
    log.close()


def _posted(world: World) -> str:
    world.made += 1
    reference = f"known-{world.made}"
    world.university.post("graduates", a_graduate_post(reference=reference))
    world.employer.post("vacancies", a_vacancy_post(reference=reference))
    return reference


def _opened(world: World) -> str:
    return str(world.employer.call("POST", "/v1/batches", json=OPENING).get_json()["id"])


def _hooked(world: World) -> str:
    asked = {"url": HOOK, "events": ["record.coded"]}
    return str(world.employer.call("POST", "/v1/webhooks", json=asked).get_json()["id"])


def _mapped(world: World) -> str:
    world.made += 1
    name = f"adverts-{world.made}"
    world.employer.call("POST", "/v1/profiles", json={"name": name, "profile": PROFILE})
    return name


MADE: dict[str, Callable[[World], str]] = {
    # argument of a path -> how what it names is made
    "reference": _posted,
    "batch_id": _opened,
    "number": _hooked,
    "name": _mapped,
}
FILE = {"data": adverts(3), "content_type": "text/csv", "query_string": OPENING}
PIECE = {
    "data": adverts(3),
    "content_type": "application/partial-upload",
    "headers": {"Upload-Offset": "0", "Upload-Complete": "?1"},
}
WRITES: list[tuple[str, dict[str, Any]]] = [
    # every operation that takes a key -> what is sent
    ("POST /v1/graduates", {"json": a_graduate_post()}),
    ("POST /v1/graduates", {"json": [a_graduate_post()]}),
    ("DELETE /v1/graduates/{reference}", {}),
    ("POST /v1/erasures", {"json": {"references": ["known-1"]}}),
    ("POST /v1/vacancies", {"json": a_vacancy_post()}),
    ("POST /v1/vacancies", {"json": [a_vacancy_post()]}),
    ("DELETE /v1/vacancies/{reference}", {}),
    ("PUT /v1/vacancies/{reference}/closing", {"json": CLOSING}),
    ("DELETE /v1/vacancies/{reference}/closing", {}),
    ("PUT /v1/vacancies/{reference}/duplicate", {"json": {"duplicate_of": None}}),
    ("DELETE /v1/vacancies/{reference}/duplicate", {}),
    ("POST /v1/batches", {"json": OPENING}),
    ("POST /v1/batches", FILE),
    ("PATCH /v1/batches/{batch_id}/content", PIECE),
    ("DELETE /v1/batches/{batch_id}", {}),
    ("POST /v1/profiles", {"json": {"name": "adverts", "profile": PROFILE}}),
    ("PUT /v1/profiles/{name}", {"json": {"profile": {**PROFILE, "about": "the next"}}}),
    ("DELETE /v1/profiles/{name}", {}),
    ("POST /v1/webhooks", {"json": {"url": HOOK, "events": ["batch.finished"]}}),
    ("DELETE /v1/webhooks/{number}", {}),
    ("POST /v1/webhooks/{number}/enable", {}),
    ("POST /v1/webhooks/{number}/secret", {}),
    ("POST /v1/webhooks/{number}/test", {}),
]
AFTER_A_CRASH = {
    # what is gone is not found; of a piece that arrived the batch says that it is not open any more
    "DELETE /v1/vacancies/{reference}": (404,),
    "DELETE /v1/webhooks/{number}": (404,),
    "DELETE /v1/profiles/{name}": (404,),
    "PATCH /v1/batches/{batch_id}/content": (409,),
}


def ready(world: World, operation: str, request: dict[str, Any]) -> Callable[[], TestResponse]:
    """Make what the write is about; what is returned sends it, under the same key each time."""
    path = world.path(operation)
    is_of_persons = "graduates" in path or "erasures" in path
    caller = world.university if is_of_persons else world.employer
    headers = {"Idempotency-Key": f'"{uuid4()}"', **request.get("headers", {})}
    method = operation.split(" ")[0]
    return partial(caller.call, method, path, **{**request, "headers": headers})


def test_every_operation_that_takes_a_key_is_tried_here(world: World) -> None:
    document = world.door.app.test_client().get("/openapi.json").get_json()
    takes_key = {
        f"{method.upper()} {path}"
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "Idempotency-Key" in str(operation)
    }
    assert takes_key == {operation for operation, _ in WRITES}, "say in WRITES how it is sent"


@pytest.mark.parametrize(("operation", "request_"), WRITES)
def test_sent_again_it_gets_the_same_answer_and_after_a_crash_doubles_nothing(
    operation: str, request_: dict[str, Any], world: World
) -> None:
    send = ready(world, operation, request_)
    first = send()
    assert first.status_code < 300, first.text
    before = world.kept()
    again = send()
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"

    with world.door.engine.begin() as connection:  # as a process leaves it that dies too early
        connection.execute(update(repeatable_writes).values(answer=None, leased_until=0))
    after = send()
    assert "Idempotency-Replayed" not in after.headers
    assert world.kept() == before
    assert after.status_code in AFTER_A_CRASH.get(operation, (200, 201, 202))
    if after.status_code < 300:
        assert names(after.get_json()) == names(first.get_json())


def names(answer: dict[str, Any]) -> list[Any]:
    """What an answer calls what it is about."""
    found = [answer.get(name) for name in ("id", "reference", "record", "receipt", "secret")]
    return [*found, *(names(result) for result in answer.get("results", []))]


def test_a_bulk_of_ten_thousand_is_answered_again(world: World) -> None:
    posted = [a_vacancy_post(reference=str(number)) for number in range(10_000)]
    send = ready(world, "POST /v1/vacancies", {"json": posted})
    first, again = send(), send()
    assert first.get_json()["created"] == 10_000
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"


def test_what_is_kept_of_a_write_holds_no_reference(world: World) -> None:
    world.university.post(
        "graduates",
        a_graduate_post(reference="6501234567"),
        headers={"Idempotency-Key": "the-key-of-this-request"},
    )
    with world.door.engine.connect() as connection:
        rows = connection.execute(repeatable_writes.select()).all()
    told = b"".join(repr(row).encode() + bytes(row.answer or b"") for row in rows)
    assert rows
    for readable in (b"6501234567", b"the-key-of-this-request"):
        assert readable not in told
