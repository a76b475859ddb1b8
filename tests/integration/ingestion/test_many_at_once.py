"""Many records kept at once: the same as one by one, on both databases, whoever else writes."""

import threading
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from services.ingestion import store
from services.ingestion.domain import Kind, Outcome
from services.ingestion.handlers import Door
from services.ingestion.posts import (
    Checked,
    check_records,
    foresee_checked,
    keep_checked,
    record_graduates,
    record_vacancies,
)
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.db.engine import transaction
from tests.builders import a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, rows_of
from tests.unit.ingestion.at_random import a_post

MANY = range(250)


@pytest.fixture
def behind(door: OpenDoor) -> Door:
    """What stands behind the door's app: the same database."""
    return Door(door.engine, b"s" * 32)


def posts(numbers: Sequence[int] = MANY, **changes: Any) -> list[dict[str, Any]]:
    return [a_vacancy_post(reference=f"{number:03}", **changes) for number in numbers]


def checked(door: Door, rows: Sequence[Any]) -> Checked:
    return check_records(door, "acme", "vacancies", rows)


def statuses(outcomes: Sequence[Outcome]) -> list[tuple[str, int | None]]:
    return [(outcome.status, outcome.version) for outcome in outcomes]


def all_versions(engine: Engine) -> dict[str, int]:
    return {row.key: row.version for row in rows_of(engine, store.vacancies)}


def test_new_ones_then_the_same_then_some_of_each(behind: Door) -> None:
    assert set(statuses(record_vacancies(behind, "acme", posts()))) == {("created", 1)}
    before = rows_of(behind.engine, store.vacancies)
    assert set(statuses(record_vacancies(behind, "acme", posts()))) == {("unchanged", None)}
    assert rows_of(behind.engine, store.vacancies) == before
    mixed = posts(range(200)) + posts(range(200, 250), openings=9) + posts(range(250, 300))
    expected = [("unchanged", None)] * 200 + [("updated", 2)] * 50 + [("created", 1)] * 50
    assert statuses(record_vacancies(behind, "acme", mixed)) == expected
    assert sorted(all_versions(behind.engine).values()) == [1] * 250 + [2] * 50


def test_what_would_become_of_them_is_foreseen_and_nothing_kept(behind: Door) -> None:
    record_vacancies(behind, "acme", posts(range(40)))
    mixed = checked(behind, [*posts(range(20)), *posts(range(20, 60), openings=9), {"title": 1}])
    before = all_versions(behind.engine)
    with behind.engine.connect() as connection:
        foreseen = foresee_checked(connection, mixed)
    assert all_versions(behind.engine) == before
    with transaction(behind.engine) as connection:
        assert keep_checked(connection, mixed) == foreseen


@pytest.mark.parametrize("noun", ["graduates", "vacancies"])
def test_new_ones_are_answered_as_they_are_when_kept_after_all_are_checked(
    behind: Door, noun: Kind
) -> None:
    """With faults, and with references that come twice, once on a record that is refused."""
    schema, record = {
        "graduates": (GraduateSchema(), record_graduates),
        "vacancies": (VacancySchema(), record_vacancies),
    }[noun]
    random = Random(5)
    rows = [a_post(schema, random) for _ in range(400)]
    for number, row in enumerate(rows):
        if isinstance(row, dict) and random.random() < 0.8:
            row["reference"] = f"{number // 2:03}"
    at_once = record(behind, "acme", rows)
    with transaction(behind.engine) as connection:
        afterwards = keep_checked(connection, check_records(behind, "globex", noun, rows))
    assert {outcome.status for outcome in at_once} == {"created", "invalid"}
    told = [
        [(o.status, o.reference, o.version, o.faults) for o in of] for of in (at_once, afterwards)
    ]
    assert told[0] == told[1]


def test_erased_ones_come_back_with_a_newer_version(behind: Door) -> None:
    record_vacancies(behind, "acme", posts())
    with transaction(behind.engine) as connection:
        store.erase(connection, store.vacancies, "acme/007")
    outcomes = record_vacancies(behind, "acme", posts())
    assert statuses(outcomes)[7] == ("updated", 3)
    assert all(row.content and not row.erased_at for row in rows_of(behind.engine, store.vacancies))


@pytest.mark.parametrize(
    "known",
    [[0], [249], [7, 8], range(100, 120), range(249)],
    ids=["first", "last", "two", "many", "all but one"],
)
@pytest.mark.parametrize("from_a_file", [False, True], ids=["posted", "from a file"])
def test_known_ones_are_told_from_new_ones_wherever_they_stand(
    behind: Door, known: Sequence[int], from_a_file: bool
) -> None:
    record_vacancies(behind, "acme", posts(known))
    again = posts(openings=9)
    if from_a_file:
        with transaction(behind.engine) as connection:
            told = keep_checked(connection, checked(behind, again))
    else:
        told = record_vacancies(behind, "acme", again)
    outcomes = statuses(told)
    assert outcomes == [("updated", 2) if at in known else ("created", 1) for at in MANY]
    kept = rows_of(behind.engine, store.vacancies)
    assert sorted(row.version for row in kept) == sorted(version for _, version in outcomes)


def test_any_text_is_kept_as_it_was_posted(behind: Door) -> None:
    awkward = ["a\\b", "\\N", "tab\\t", 'quote "', "ทำ\\", "\\.", "{1,2}", "a'b", "100%"]
    rows = [
        a_vacancy_post(reference=f"{reference} {number}", title=reference)
        for number in range(30)
        for reference in awkward
    ]
    assert set(statuses(record_vacancies(behind, "acme", rows))) == {("created", 1)}
    assert set(statuses(record_vacancies(behind, "acme", rows))) == {("unchanged", None)}
    keys = {row.key for row in rows_of(behind.engine, store.vacancies)}
    assert keys == {f"acme/{row['reference']}" for row in rows}


def test_two_that_keep_the_same_new_records_at_once_are_first_and_second(behind: Door) -> None:
    """Whoever finds them new but is second updates them, or finds them the same."""
    start = threading.Barrier(2)
    told: dict[int, list[Outcome]] = {}

    def keep(openings: int) -> None:
        mine = checked(behind, posts(openings=openings))
        start.wait()
        with transaction(behind.engine) as connection:
            told[openings] = keep_checked(connection, mine)

    threads = [threading.Thread(target=keep, args=(openings,)) for openings in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    first, second = sorted(told.values(), key=lambda outcomes: outcomes[0].version or 0)
    assert set(statuses(first)) == {("created", 1)}
    assert set(statuses(second)) == {("updated", 2)}


def test_a_record_that_another_keeps_between_look_and_copy_is_updated(
    behind: Door, second_first: Callable[[Engine, Callable[[], None]], None]
) -> None:
    if behind.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer")
    other = posts([30], openings=7)

    def keep_one() -> None:
        record_vacancies(behind, "acme", other)

    second_first(behind.engine, keep_one)
    outcomes = statuses(record_vacancies(behind, "acme", posts()))
    assert outcomes[30] == ("updated", 2)
    assert outcomes.count(("created", 1)) == len(MANY) - 1


@pytest.fixture
def second_first() -> Callable[[Engine, Callable[[], None]], None]:
    """Has something happen once, just before the engine's next savepoint."""

    def arrange(engine: Engine, act: Callable[[], None]) -> None:
        @event.listens_for(engine, "savepoint", once=True)
        def before(*_: Any) -> None:
            act()

    return arrange


def test_unchanged_ones_are_not_written_again(behind: Door) -> None:
    """PostgreSQL would leave a dead row for each."""
    if behind.engine.dialect.name != "postgresql":
        pytest.skip("only PostgreSQL tells a row's transaction")
    record_vacancies(behind, "acme", posts())
    written = text("SELECT key, xmin::text, xmax::text FROM vacancies ORDER BY key")
    with behind.engine.connect() as connection:
        before = connection.execute(written).all()
    record_vacancies(behind, "acme", posts())
    with behind.engine.connect() as connection:
        assert connection.execute(written).all() == before


def test_warnings_are_answered_and_the_record_kept(employer: Caller) -> None:
    told = employer.post("vacancies", a_vacancy_post(description="โทร 081-234-5678")).json
    assert told["status"] == "created"
    (warning,) = told["warnings"]
    assert (warning["pointer"], warning["code"]) == ("/description", "masked_identifier")
    assert set(warning["messages"]) == {"th", "en"}
    many = [a_vacancy_post(reference=str(n), title="hr@example.com") for n in range(2)]
    results = employer.post("vacancies", many).json["results"]
    assert [[w["pointer"] for w in result["warnings"]] for result in results] == [["/title"]] * 2
