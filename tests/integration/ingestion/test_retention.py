"""The retention clock: what was not changed for years is erased, in steps, with a receipt."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from services.ingestion.retention import RetentionClock
from services.ingestion.rights.due import kept_until, outdated_before
from services.ingestion.store import graduates
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import TABLES, Caller, OpenDoor
from tests.integration.ingestion.uploading import results, upload, work

NOW = datetime(2036, 3, 1, 5, 0, tzinfo=UTC)


def aged(door: OpenDoor, noun: str, moment: str, *records: str) -> None:
    """Have the records been given at that moment."""
    table = TABLES[noun]
    with door.engine.begin() as connection:
        of = table.c.key.in_([f"{'cu' if table is graduates else 'acme'}/{r}" for r in records])
        connection.execute(update(table).where(of).values(recorded_at=moment))


def passed(clock: RetentionClock) -> int:
    """A whole day's way through all records; its steps."""
    steps = 0
    while clock.step():
        steps += 1
    return steps


def test_what_was_not_changed_for_years_is_erased_and_noted(
    university: Caller, employer: Caller, door: OpenDoor
) -> None:
    posts = [a_graduate_post(reference=str(n)) for n in range(7)]
    records = [r["record"] for r in university.post("graduates", posts).json["results"]]
    employer.post("vacancies", [a_vacancy_post(reference=str(n)) for n in range(3)])
    aged(door, "graduates", "2026-02-28T23:59:59.000+00:00", *records[:5])
    aged(door, "graduates", "2026-03-01T00:00:00.000+00:00", records[5])
    aged(door, "vacancies", "2020-01-01T00:00:00.000+00:00", "0")
    clock = RetentionClock(door.engine, 10, clock=lambda: NOW, step=2)
    assert passed(clock) == 6
    kept = [row.key for noun in TABLES for row in door.rows(noun) if row.erased_at is None]
    assert sorted(kept) == sorted([f"cu/{records[5]}", f"cu/{records[6]}", "acme/1", "acme/2"])
    assert all(row.content is None for row in door.rows("graduates") if row.erased_at)
    receipts = university.get("erasures").json["erasures"]
    assert sum(receipt["erased"] for receipt in receipts) == 5
    assert {receipt["reason"] for receipt in receipts} == {"retention"}
    assert all(receipt["asked"] <= 2 for receipt in receipts)
    (of_a_vacancy,) = employer.get("erasures").json["erasures"]
    assert (of_a_vacancy["kind"], of_a_vacancy["erased"]) == ("vacancies", 1)
    entries = university.get("audit").json["entries"]
    by_itself = [entry for entry in entries if entry["organisation"] is None]
    assert sum(entry["count"] for entry in by_itself) == 5
    assert {entry["action"] for entry in by_itself} == {"erase"}
    assert passed(clock) == 6
    assert len(university.get("erasures").json["erasures"]) == len(receipts)
    door.tell()
    assert sum(event.is_tombstone for event in door.events()) == 6


def test_a_file_given_before_its_record_was_outdated_gives_it_anew(
    university: Caller, door: OpenDoor
) -> None:
    (kept,) = university.post("graduates", [a_graduate_post(reference="1")]).json["results"]
    aged(door, "graduates", "2026-02-28T23:59:59.000+00:00", kept["record"])
    content = b"reference,programme\n1,Law\n"
    found = upload(university, content, kind="graduates", profile="lmis-graduates").json["id"]
    passed(RetentionClock(door.engine, 10, clock=lambda: NOW))
    assert university.get("graduates/1").status_code == 404
    work(door)
    assert results(university, found) == []
    assert university.get("graduates/1").json["content"]["programme"] == "Law"


def test_without_a_number_of_years_a_record_has_no_last_day() -> None:
    assert kept_until("2020-01-01T00:00:00.000+00:00", 0) is None


@pytest.mark.parametrize(
    ("recorded_at", "years", "day"),
    [
        ("2026-02-28T12:00:00.000+00:00", 10, "2036-02-28"),
        ("2028-02-29T12:00:00.000+00:00", 1, "2029-02-28"),
    ],
)
def test_a_record_is_kept_to_the_end_of_its_last_day(
    recorded_at: str, years: int, day: str
) -> None:
    assert kept_until(recorded_at, years) == day
    last = datetime.fromisoformat(f"{day}T23:59:59+00:00")
    assert recorded_at >= outdated_before(last, years)
    after = datetime.fromisoformat(day + "T00:00:00+00:00").replace(day=1)
    next_month = after.replace(month=after.month + 1)
    assert recorded_at < outdated_before(next_month, years)
