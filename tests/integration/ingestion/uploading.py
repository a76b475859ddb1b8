"""Files as providers bring them, and batches followed to their end."""

import csv
import io
import threading
from typing import Any

from werkzeug.test import TestResponse

from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.handlers import Door
from tests.integration.ingestion.door import Caller, OpenDoor

HEADER = ("id", "title", "company", "location", "salary", "positions", "postedDate")
OPENING = {"kind": "vacancies", "profile": "jobthai"}
"""The advertisements below are read with this profile."""


def an_advert(number: int, **cells: str) -> dict[str, str]:
    """A row that is fine, but for what the cells say."""
    return {
        "id": f"A-{number}",
        "title": f"นักวิเคราะห์ {number}",
        "company": f"บริษัท ตัวอย่าง {number} จำกัด",
        "location": "กรุงเทพ",
        "salary": "28,000 - 30,000 บาท",
        "positions": "2 อัตรา",
        "postedDate": "2 ธ.ค. 68",
        **cells,
    }


def adverts(count: int, filler: str = "", **changed: dict[str, str]) -> bytes:
    """A CSV file of so many rows; `_3={"title": ""}` changes the row with number 3."""
    more = {"more": filler} if filler else {}
    rows = ({**an_advert(n, **changed.get(f"_{n}", {})), **more} for n in range(count))
    lines = io.StringIO()
    writer = csv.DictWriter(lines, (*HEADER, *more))
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue().encode()


def batches_of(door: OpenDoor) -> Batches:
    """The uploads that the door's app takes."""
    settings = door.settings
    own = Door(door.engine, settings.pseudonym_secret(), settings.demonstration)
    return Batches.of(own, settings)


def work(door: OpenDoor) -> None:
    """Process what waits, as a worker does."""
    loop, stop = BatchLoop(batches_of(door)), threading.Event()
    while loop.once(stop):
        pass


def upload(caller: Caller, content: bytes, **query: Any) -> TestResponse:
    """A file as the body of a request."""
    return caller.call(
        "POST",
        "/v1/batches",
        data=content,
        query_string={**OPENING, **query},
        content_type="application/octet-stream",
    )


def announce(caller: Caller, **stated: Any) -> str:
    """The id of an open batch."""
    answer = caller.call("POST", "/v1/batches", json={**OPENING, **stated})
    assert (answer.status_code, answer.json["state"]) == (201, "open")
    return str(answer.json["id"])


def send(
    caller: Caller, batch_id: str, offset: int, piece: bytes, *, is_last: bool = False
) -> TestResponse:
    """One piece of a batch's content."""
    return caller.call(
        "PATCH",
        f"/v1/batches/{batch_id}/content",
        data=piece,
        headers={"Upload-Offset": str(offset), "Upload-Complete": "?1" if is_last else "?0"},
        content_type="application/partial-upload",
    )


def batch(caller: Caller, batch_id: str) -> Any:
    return caller.get(f"batches/{batch_id}").json


def counts(caller: Caller, batch_id: str) -> dict[str, int]:
    """What the batch counted, without zeros."""
    counted = batch(caller, batch_id)["counts"]
    return {name: number for name, number in counted.items() if number}


def results(caller: Caller, batch_id: str, language: str = "en") -> list[dict[str, Any]]:
    """Every result, in pages of two."""
    found: list[dict[str, Any]] = []
    cursor: int | None = 0
    while cursor is not None:
        page = caller.get(
            f"batches/{batch_id}/results",
            query_string={"cursor": cursor, "limit": 2},
            headers={"Accept-Language": language},
        ).json
        found += page["results"]
        cursor = page["next"]
    return found


def mended(content: bytes) -> list[dict[str, str]]:
    """The rows of a file of rows to mend."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
