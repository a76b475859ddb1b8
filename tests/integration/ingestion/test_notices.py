"""A batch that ended is told once to whoever wants to know, however many processes look."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import update

from services.ingestion.notices.telling import Teller
from services.ingestion.store import batches
from shared.db.engine import make_engine, transaction
from shared.webhooks.clock import now
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.noticing import a_webhook, queued, tell
from tests.integration.ingestion.uploading import adverts, upload, work


def test_a_batch_that_ended_is_told_with_its_counts_and_quality(
    employer: Caller, other_employer: Caller, door: OpenDoor
) -> None:
    made = a_webhook(employer, "batch.finished")
    a_webhook(other_employer, "batch.finished")
    a_webhook(employer, "record.coded")
    batch = upload(employer, adverts(5, _3={"title": ""}), name="ส่วนตัว.csv").json["id"]
    assert tell(door) == 0
    work(door)
    assert tell(door) == 1
    assert tell(door) == 0
    [message] = queued(door)
    assert message["type"] == "lmis.batch.finished.v1"
    assert message["source"] == f"/ingestion/v1/webhooks/{made['id']}"
    told = message["data"]
    assert (told["batch"], told["state"], told["kind"]) == (batch, "finished", "vacancies")
    assert (told["counts"]["created"], told["counts"]["rejected"]) == (4, 1)
    assert 0 < told["quality"]["score"] <= 100
    assert (
        employer.call("GET", told["links"]["batch"].removeprefix("/ingestion")).json["id"] == batch
    )
    assert "ส่วนตัว" not in str(message)


def test_however_many_tell_each_batch_is_told_once(employer: Caller, door: OpenDoor) -> None:
    a_webhook(employer, "batch.finished")
    ids = {upload(employer, adverts(n + 1)).json["id"] for n in range(6)}
    work(door)
    url = door.engine.url.render_as_string(hide_password=False)
    engines = [make_engine(url) for _ in range(4)]
    with ThreadPoolExecutor(len(engines)) as threads:
        list(threads.map(lambda engine: Teller(engine, now).work(), engines))
    for engine in engines:
        engine.dispose()
    told = [message["data"]["batch"] for message in queued(door)]
    assert sorted(told) == sorted(ids)


def test_a_webhook_forgotten_while_it_is_told_leaves_no_message(
    employer: Caller, door: OpenDoor
) -> None:
    upload(employer, adverts(1))
    work(door)
    for _ in range(8):
        number = a_webhook(employer, "batch.finished")["id"]
        with transaction(door.engine) as connection:
            connection.execute(update(batches).values(noticed_at=None))
        with ThreadPoolExecutor(2) as threads:
            telling = threads.submit(tell, door)
            forgetting = threads.submit(employer.erase, f"webhooks/{number}")
        assert (telling.result(), forgetting.result().status_code) == (1, 200)
        assert queued(door) == []
