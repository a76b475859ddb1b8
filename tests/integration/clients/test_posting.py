"""Records posted by the client: each has its outcome, and a crash doubles nothing."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from lmis_client import Client, Forbidden, LmisError, Retrying, Sizes, Upload
from tests.builders import a_graduate_post
from tests.integration.clients.served import Served

TEN = Sizes(records=10)


class Counted(httpx.Client):
    """Counts the records that are posted."""

    def __init__(self) -> None:
        super().__init__(event_hooks={"request": [self._count]})
        self.posted: list[int] = []

    def _count(self, request: httpx.Request) -> None:
        self.posted.append(len(json.loads(request.content)))


def graduates(start: int, end: int) -> Iterator[dict[str, Any]]:
    for number in range(start, end):
        yield a_graduate_post(reference=f"s-{number}")


@pytest.fixture
def counted() -> Counted:
    return Counted()


@pytest.fixture
def university(lmis: Served, counted: Counted) -> Iterator[Client]:
    with Client(lmis.url, lmis.university, retrying=Retrying(attempts=1), http=counted) as found:
        yield found


def test_posting_again_changes_nothing(university: Client) -> None:
    seen: list[Upload] = []
    first = university.post_graduates(graduates(0, 25), progress=seen.append, sizes=TEN)
    assert (first.records, first.created, first.faults) == (25, 25, ())
    assert [upload.records for upload in seen] == [10, 20, 25]
    again = university.post_graduates(graduates(0, 25), sizes=TEN)
    assert (again.created, again.unchanged) == (0, 25)


def test_refused_records_are_told_and_the_others_kept(university: Client) -> None:
    records = list(graduates(100, 125))
    records[3]["level"] = "wizard"
    for place in range(10, 20):  # a whole chunk of them, which is answered by a problem
        records[place]["field"] = "99999"
    upload = university.post_graduates(records, sizes=TEN)
    assert (upload.records, upload.created, upload.invalid) == (25, 14, 11)
    assert [fault.index for fault in upload.faults] == [3, *range(10, 20)]
    (unknown,) = upload.faults[0].faults
    assert (upload.faults[0].reference, unknown.pointer, unknown.code) == (
        "s-103", "/level", "unknown_level",
    )  # fmt: skip
    assert upload.faults[1].faults[0].pointer == "/field"
    assert "99999 is not a code" in str(upload.faults[1].faults[0])


def test_a_crashed_upload_goes_on_where_it_was(
    university: Client, counted: Counted, tmp_path: Path
) -> None:
    journal = tmp_path / "upload.journal"

    def breaking_off() -> Iterator[dict[str, Any]]:
        yield from graduates(200, 225)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        university.post_graduates(breaking_off(), journal, sizes=TEN)
    with journal.open("a") as file:
        file.write('{"digest": "torn')
    counted.posted.clear()
    upload = university.post_graduates(graduates(200, 245), journal, sizes=TEN)
    assert counted.posted == [10, 10, 5]
    assert (upload.records, upload.created, upload.resumed) == (45, 45, 20)
    assert "s-2" not in journal.read_text()
    counted.posted.clear()
    finished = university.post_graduates(graduates(200, 245), journal, sizes=TEN)
    assert (sum(counted.posted), finished.unchanged, finished.resumed) == (45, 45, 0)


def test_what_one_organisation_posted_is_not_there_for_another(
    lmis: Served, counted: Counted, university: Client, tmp_path: Path
) -> None:
    journal = tmp_path / "upload.journal"
    records = [{"reference": f"v-{n}", "title": "ครู", "posted_on": date(2026, 1, 2)}
               for n in range(3)]  # fmt: skip
    with pytest.raises(Forbidden):
        university.post_vacancies(records, journal)
    with Client(lmis.url, lmis.employer) as employer:
        upload = employer.post_vacancies(records, journal)
        assert (upload.created, upload.resumed) == (3, 0)


def test_a_missing_key_is_told_before_anything_is_sent(client: Client) -> None:
    with pytest.raises(LmisError, match="key"):
        client.post_graduates(graduates(0, 1))
