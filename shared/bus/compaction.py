"""When an embedded log is compacted, so that erased records' bytes really go.

Apache Kafka compacts on its own; the embedded logs are compacted by a worker thread that runs
`keep_compacted`. The rule and the settings' names are Kafka's.
"""

import logging
import time
from collections.abc import Callable, Mapping
from threading import Event
from typing import Protocol

from shared.bus.log import LogUnavailable

DAY_MS = 24 * 3600 * 1000
_log = logging.getLogger(__name__)


class Compactable(Protocol):
    """A log that is compacted when told."""

    def compact_where_due(self, now_ms: int) -> None:
        """Compact the topics whose settings ask for it by now; raises LogUnavailable."""


def delete_retention_ms(settings: Mapping[str, str]) -> int:
    """How long a tombstone stays, so that every consumer may hear of the erasure."""
    return int(settings.get("delete.retention.ms", DAY_MS))


def is_due(
    settings: Mapping[str, str],
    *,
    dirty: int,
    total: int,
    oldest_dirty_ms: int | None,
    oldest_tombstone_ms: int | None,
    now_ms: int,
) -> bool:
    """Whether a topic with `dirty` records not yet compacted, of `total`, is to be compacted.

    Due at half the maximum lag, so that it is done before the whole has passed. A tombstone
    past its retention waits as long: rewriting a log for each would wear out the disk.
    """
    patience_ms = int(settings.get("max.compaction.lag.ms", 30 * DAY_MS)) // 2
    if oldest_tombstone_ms is not None:
        waits_since_ms = oldest_tombstone_ms + delete_retention_ms(settings)
        if waits_since_ms <= now_ms - patience_ms:
            return True
    if not dirty or oldest_dirty_ms is None:
        return False
    if dirty >= float(settings.get("min.cleanable.dirty.ratio", "0.5")) * total:
        return True
    return oldest_dirty_ms <= now_ms - patience_ms


def keep_compacted(
    log: Compactable,
    stop: Event,
    *,
    every_seconds: float = 3600.0,
    clock: Callable[[], float] = time.time,
) -> None:
    """Compact `log` where due, now and every so often, until `stop`: a worker thread's target."""
    while True:
        try:
            log.compact_where_due(int(clock() * 1000))
        except LogUnavailable:
            _log.warning("the log was not compacted; next try later", exc_info=True)
        if stop.wait(every_seconds):
            return
