"""What is sent to webhooks: what happened, in which record or batch, and where to see more."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from shared.webhooks.messages import cloud_event

SOURCE = "/ingestion/v1/webhooks"
_COUNTS = ("read", "created", "updated", "unchanged", "rejected", "warned")
_TEST = {
    "th": "ข้อความทดสอบ ไม่มีเหตุการณ์ใดเกิดขึ้น",
    "en": "A message to try the webhook; nothing has happened.",
}


def batch_finished(
    webhook: int, event: str, batch: Row[Any], quality: Mapping[str, Any] | None, at: str
) -> str:
    """The message that a batch ended, however it did; of its file not even the name."""
    place = f"/ingestion/v1/batches/{batch.id}"
    told = {
        "batch": batch.id,
        "kind": batch.kind,
        "state": batch.state,
        "dry_run": batch.dry_run,
        "counts": {name: getattr(batch, name) for name in _COUNTS},
        "quality": quality,
        "links": {"batch": place, "results": f"{place}/results"},
    }
    return cloud_event(
        event, "lmis.batch.finished.v1", f"{SOURCE}/{webhook}", f"batches/{batch.id}", at, told
    )


def records_coded(webhook: int, event: str, changes: Sequence[Row[Any]], at: str) -> str:
    """The message that the codings of these records changed."""
    told = {"changes": [_change(row) for row in changes]}
    return cloud_event(event, "lmis.record.coded.v1", f"{SOURCE}/{webhook}", "records", at, told)


def test(webhook: int, event: str, at: str) -> str:
    """A message that says nothing but that it arrived."""
    told = {"webhook": webhook, "texts": _TEST}
    return cloud_event(event, "lmis.webhook.test.v1", f"{SOURCE}/{webhook}", "test", at, told)


def _change(row: Row[Any]) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(row.content)
    record = row.key.split("/", 1)[1]
    return {"kind": row.kind, "record": record, "first": row.is_first, **content}
