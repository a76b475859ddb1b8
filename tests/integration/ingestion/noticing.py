"""What tests of notices share: assessments taken, webhooks made, messages read."""

import json
from typing import Any

from sqlalchemy import select

from services.ingestion.consumers import SUBSCRIPTIONS
from services.ingestion.notices.register import deliveries
from services.ingestion.notices.telling import GATHERED_FOR, Teller
from services.ingestion.store import inbox, metadata, webhook_deliveries
from shared.bus.applying import apply_events
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Coding,
    Envelope,
    erased,
    recorded,
)
from shared.db.engine import transaction
from shared.webhooks.clock import now
from shared.webhooks.delivery import Courier
from shared.webhooks.sending import Send
from tests.builders import a_graduate, a_vacancy
from tests.integration.ingestion.door import Caller, OpenDoor

HOOK = "https://university.example/hooks/lmis"
UNCODED = Coding(status="uncoded")


def coded(code: str, probability: float = 0.9) -> Coding:
    return Coding(status="coded", code=code, probability=probability)


def graduate_assessed(
    record: str, field: Coding, occupation: Coding = UNCODED, *, provider: str = "cu",
    version: int = 1, revision: int = 0,
) -> Envelope:  # fmt: skip
    """What matching tells of a graduate."""
    said = AssessedGraduate(
        record=a_graduate(record, provider=provider, version=version),
        field=field,
        occupation=occupation,
        versions={"coder": "2026.1"},
        revision=revision,
    )
    return recorded(said, source="lmis/matching", correlationid="c-1")


def vacancy_assessed(
    record: str, occupation: Coding, *, provider: str = "acme", revision: int = 0
) -> Envelope:
    said = AssessedVacancy(
        record=a_vacancy(record, provider=provider),
        occupation=occupation,
        versions={"coder": "2026.1"},
        revision=revision,
    )
    return recorded(said, source="lmis/matching", correlationid="c-1")


def graduate_forgotten(record: str, version: int) -> Envelope:
    """What matching tells when it has forgotten a graduate of "cu"."""
    return erased(
        AssessedGraduate, f"cu/{record}", version, source="lmis/matching", correlationid="c-1"
    )


def begin(door: OpenDoor) -> None:
    """With nothing posted, uploaded, coded or told."""
    with transaction(door.engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


def take(door: OpenDoor, *events: Envelope) -> None:
    """As the consumer does."""
    with transaction(door.engine) as connection:
        apply_events(connection, inbox, SUBSCRIPTIONS, events)


def a_webhook(caller: Caller, *events: str, url: str = HOOK, **more: Any) -> dict[str, Any]:
    asked = {"url": url, "events": list(events or ("batch.finished", "record.coded")), **more}
    answer = caller.call("POST", "/v1/webhooks", json=asked)
    assert answer.status_code == 201, answer.json
    made: dict[str, Any] = answer.json
    return made


def tell(door: OpenDoor) -> int:
    """Make the messages of all that happened up to now."""
    return Teller(door.engine, lambda: now() + 2 * GATHERED_FOR).work()


def deliver(door: OpenDoor, send: Send) -> int:
    return Courier(deliveries, door.engine, send, lambda: now() + 3 * GATHERED_FOR).work()


def changes_told(door: OpenDoor) -> list[dict[str, Any]]:
    """The changes of codings in all messages."""
    return [
        change for message in queued(door, "record.coded") for change in message["data"]["changes"]
    ]


def queued(door: OpenDoor, kind: str | None = None) -> list[dict[str, Any]]:
    """The messages that were made, oldest first."""
    table = webhook_deliveries
    with door.engine.connect() as connection:
        rows = connection.execute(select(table).order_by(table.c.id)).all()
    return [json.loads(row.body) for row in rows if kind in (None, row.kind)]
