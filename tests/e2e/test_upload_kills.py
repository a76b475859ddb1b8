"""A large upload while web and worker are killed at random moments: it ends exactly once.

LMIS_TEST_KILLS says how often (30), LMIS_TEST_SEED repeats the order and the moments of kills.
"""

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from services.ingestion import store
from shared.access import Role
from shared.db.engine import make_engine
from tests.e2e.running.front_door import WEB, WORKER, FrontDoor, front_door
from tests.e2e.running.http import Answer, Unanswered, ask
from tests.e2e.running.polling import eventually
from tests.integration.ingestion.conftest import schemas_in
from tests.integration.ingestion.uploading import adverts
from tests.support.parts import note_measured

KILLS = int(os.environ.get("LMIS_TEST_KILLS", "30"))
SEED = int(os.environ.get("LMIS_TEST_SEED", secrets.randbelow(10**6)))
ROWS = 200_000
BAD_EVERY = 1_000
PIECE = 2 * 1024 * 1024
WORK_SECONDS = 12.0
"""What the batch takes undisturbed, about: the kills are spread over it."""
ENDS_WITHIN = 120.0


@pytest.fixture(params=["files", pytest.param("postgresql", marks=pytest.mark.postgres)])
def door(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FrontDoor]:
    environment: dict[str, str] = {}
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        environment = schemas_in(url, "access", "ingestion", "matching", "reporting")
    with front_door(tmp_path, environment) as running:
        yield running


@pytest.mark.slow
def test_an_upload_ends_exactly_once_whatever_is_killed(
    door: FrontDoor, request: pytest.FixtureRequest
) -> None:
    began, chance = time.monotonic(), random.Random(SEED)
    caller = _Caller(door.url, door.new_key("employer", Role.EMPLOYER))
    content = adverts(ROWS, **{f"_{n}": {"title": ""} for n in range(0, ROWS, BAD_EVERY)})
    batch_id = caller.announce(len(content))
    with ThreadPoolExecutor(1) as client:
        sent = client.submit(caller.send_all, batch_id, content)
        kills = _kill_while_sending(door, sent, chance)
        sent.result()
    kills += _kill_while_working(door, caller, batch_id, chance, KILLS - sum(kills.values()))
    ended = eventually(
        lambda: caller.ended(batch_id), ENDS_WITHIN, what=f"the batch ends\n{door.log_text()}"
    )
    note_measured(
        request.config,
        f"upload of {ROWS} rows: {dict(sorted(kills.items()))} kills in "
        f"{time.monotonic() - began:.0f} s (seed {SEED})",
    )
    bad = ROWS // BAD_EVERY
    counts = {"created": ROWS - bad, "updated": 0, "unchanged": 0, "rejected": bad, "warned": 0}
    assert (ended["state"], ended["counts"]) == ("finished", {"read": ROWS, **counts})
    assert caller.rejected_rows(batch_id) == [n + 2 for n in range(0, ROWS, BAD_EVERY)]
    assert _kept(door) == {1: ROWS - bad}
    eventually(lambda: _parts(door) == 0, what="the content is deleted")


def _kill_while_sending(
    door: FrontDoor, sent: "Future[None]", chance: random.Random
) -> Counter[str]:
    """A third of the kills, most of the web process, while pieces come."""
    kills: Counter[str] = Counter()
    while not sent.done() and sum(kills.values()) < KILLS // 3:
        time.sleep(chance.uniform(0.05, 0.5))
        name = chance.choice((WEB, WEB, WORKER))
        door.kill(name)
        door.start(name)
        kills[name] += 1
        if name == WEB:
            door.wait_ready()
    return kills


def _kill_while_working(
    door: FrontDoor, caller: "_Caller", batch_id: str, chance: random.Random, count: int
) -> Counter[str]:
    """The rest, most of the worker, each after it has got a little further."""
    kills: Counter[str] = Counter()
    for _ in range(count):
        before = caller.read_rows(batch_id)
        eventually(
            lambda at=before: caller.read_rows(batch_id) > at or caller.ended(batch_id),
            what="the batch goes on",
            pause=0.02,
        )
        time.sleep(chance.uniform(0, 0.5 * WORK_SECONDS / count))
        name = chance.choice((WEB, WORKER, WORKER, WORKER))
        door.kill(name)
        door.start(name)
        kills[name] += 1
    return kills


class _Caller:
    """An employer's program that asks again until it is answered."""

    def __init__(self, url: str, key: str) -> None:
        self._url = f"{url}/v1/batches"
        self._key = key

    def announce(self, size: int) -> str:
        stated = {"kind": "vacancies", "profile": "jobthai", "size": size}
        return str(self._ask("POST", "", body=stated).json()["id"])

    def send_all(self, batch_id: str, content: bytes) -> None:
        """Piece after piece, from where the door says that it goes on."""
        path = f"/{batch_id}/content"
        while not (held := self._ask("GET", path).json())["complete"]:
            at = held["received_bytes"]
            piece = content[at : at + PIECE]
            is_last = at + len(piece) == len(content)
            headers = {"Upload-Offset": str(at), "Upload-Complete": "?1" if is_last else "?0"}
            try:
                ask(
                    "PATCH", self._url + path, key=self._key, body=piece, headers=headers,
                    content_type="application/partial-upload",
                )  # fmt: skip
            except Unanswered:
                continue

    def shown(self, batch_id: str) -> Any:
        return self._ask("GET", f"/{batch_id}").json()

    def read_rows(self, batch_id: str) -> int:
        return int(self.shown(batch_id)["counts"]["read"])

    def ended(self, batch_id: str) -> Any:
        """The batch, once it is at its end."""
        shown = self.shown(batch_id)
        return shown if shown["finished_at"] else None

    def rejected_rows(self, batch_id: str) -> list[int]:
        """Their numbers, as the results have them."""
        found: list[int] = []
        cursor = 0
        while cursor is not None:
            page = self._ask("GET", f"/{batch_id}/results?limit=1000&cursor={cursor}").json()
            found += [row["row"] for row in page["results"] if row["status"] == "rejected"]
            cursor = page["next"]
        return found

    def _ask(self, method: str, path: str, **options: Any) -> Answer:
        def answer() -> Answer:
            found = ask(method, self._url + path, key=self._key, **options)
            assert found.status < 300, found.text()
            return found

        return eventually(answer, what=f"{method} {path}")


def _kept(door: FrontDoor) -> dict[int, int]:
    """Version -> how many records have it."""
    table = store.vacancies
    return dict(_rows(door, select(table.c.version, func.count()).group_by(table.c.version)))


def _parts(door: FrontDoor) -> int:
    ((count,),) = _rows(door, select(func.count()).select_from(store.batch_parts))
    return int(count)


def _rows(door: FrontDoor, statement: Any) -> list[Any]:
    engine = make_engine(door.settings.database("ingestion"))
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(statement)]
    finally:
        engine.dispose()
