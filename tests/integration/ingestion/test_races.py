"""Many callers at once: no update lost, no deadlock, every record told up to its last version."""

import random
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from shared.access import Role
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor

THREADS = 8


def in_parallel(work: Callable[[int], Any]) -> list[Any]:
    """The results of `work(0)`, `work(1)` … started at the same moment."""
    start = threading.Barrier(THREADS)

    def run(number: int) -> Any:
        start.wait()
        return work(number)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


def own_client(door: OpenDoor, caller: Caller) -> Caller:
    """The same organisation on a connection of its own."""
    return Caller(door.app.test_client(), caller.organisation, caller.key)


def assert_told_to_the_end(door: OpenDoor, noun: str) -> None:
    """Each row's last version is the last on the log, in rising order per key."""
    told: dict[str, list[int]] = defaultdict(list)
    for event in door.events():
        told[event.subject].append(event.recordversion)
    kept = {row.key: row.version for row in door.rows(noun)}
    assert {key: versions[-1] for key, versions in told.items()} == kept
    for versions in told.values():
        assert versions == sorted(set(versions))
    assert all(row.published_version == row.version for row in door.rows(noun))


def test_every_change_of_one_record_has_a_version_of_its_own(
    door: OpenDoor, university: Caller
) -> None:
    rounds = 12

    def post(number: int) -> list[int]:
        caller = own_client(door, university)
        posts = [a_graduate_post(programme=f"{number}/{n}") for n in range(rounds)]
        return [caller.post("graduates", post).json["version"] for post in posts]

    stop = threading.Event()
    relay = threading.Thread(target=door.relay.run, args=(stop,))
    relay.start()
    versions = sorted(version for found in in_parallel(post) for version in found)
    stop.set()
    relay.join()
    assert versions == list(range(1, THREADS * rounds + 1))
    door.tell()
    assert_told_to_the_end(door, "graduates")


def test_batches_of_the_same_records_in_any_order_do_not_block_each_other(
    door: OpenDoor, university: Caller
) -> None:
    references = [str(number) for number in range(40)]

    def post(number: int) -> list[str]:
        caller = own_client(door, university)
        shuffled = random.Random(number)
        statuses = []
        for turn in range(4):
            shuffled.shuffle(references_ := references.copy())
            posts = [
                a_graduate_post(reference=r, programme=f"{number}/{turn}") for r in references_
            ]
            answer = caller.post("graduates", posts)
            assert answer.status_code == 200, answer.text
            statuses += [result["status"] for result in answer.json["results"]]
        return statuses

    stop = threading.Event()
    relay = threading.Thread(target=door.relay.run, args=(stop,))
    relay.start()
    statuses = [status for found in in_parallel(post) for status in found]
    stop.set()
    relay.join()
    door.tell()
    assert statuses.count("created") == len(references)
    assert statuses.count("updated") == len(references) * (THREADS * 4 - 1)
    assert {row.version for row in door.rows("graduates")} == {THREADS * 4}
    assert_told_to_the_end(door, "graduates")


def test_different_records_of_different_organisations_are_all_kept(door: OpenDoor) -> None:
    def post(number: int) -> None:
        employer = door.caller(f"firm-{number}", Role.EMPLOYER)
        for n in range(10):
            assert employer.post("vacancies", a_vacancy_post(reference=str(n))).status_code == 201

    in_parallel(post)
    door.tell()
    assert len(door.rows("vacancies")) == THREADS * 10
    assert_told_to_the_end(door, "vacancies")


def test_posting_closing_and_erasing_one_vacancy_at_once_ends_in_one_state(
    door: OpenDoor, employer: Caller
) -> None:
    def act(number: int) -> None:
        caller = own_client(door, employer)
        for n in range(8):
            post = a_vacancy_post(openings=number * 8 + n + 1)
            assert caller.post("vacancies", post).status_code in (200, 201)
            closing = {"closed_on": "2025-02-01"}
            closed = caller.call("PUT", "/v1/vacancies/HR-17/closing", json=closing)
            assert closed.status_code in (200, 404)
            if number % 4 == 0:
                assert caller.erase("vacancies/HR-17").status_code in (200, 404)

    stop = threading.Event()
    relay = threading.Thread(target=door.relay.run, args=(stop,))
    relay.start()
    in_parallel(act)
    stop.set()
    relay.join()
    door.tell()
    assert_told_to_the_end(door, "vacancies")
    (row,) = door.rows("vacancies")
    last = door.events()[-1]
    assert last.is_tombstone == (row.content is None)


def test_a_row_that_changes_while_it_is_told_is_told_again(
    door: OpenDoor, university: Caller
) -> None:
    university.post("graduates", a_graduate_post(field="01"))
    outbox = door.outboxes[0]
    rows = outbox.unpublished(10)
    university.post("graduates", a_graduate_post(field="02"))
    outbox.mark_published(rows)
    (again,) = outbox.unpublished(10)
    assert (rows[0].version, again.version) == (1, 2)
