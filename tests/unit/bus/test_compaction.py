"""A stream is compacted in time for its topic's settings, and a failed try is made again."""

from threading import Event

import pytest

from shared.bus.compaction import DAY_MS, is_due, keep_compacted
from shared.bus.log import LogUnavailable

NOW = 1_000 * DAY_MS
SETTINGS = {
    "min.cleanable.dirty.ratio": "0.1",
    "max.compaction.lag.ms": str(30 * DAY_MS),
    "delete.retention.ms": str(DAY_MS),
}


def due(
    dirty: int = 0, total: int = 1000, age_days: float = 0, tombstone_days: float | None = None
) -> bool:
    return is_due(
        SETTINGS,
        dirty=dirty,
        total=total,
        oldest_dirty_ms=NOW - int(age_days * DAY_MS) if dirty else None,
        oldest_tombstone_ms=None if tombstone_days is None else NOW - int(tombstone_days * DAY_MS),
        now_ms=NOW,
    )


def test_an_empty_stream_is_never_due() -> None:
    assert not due(dirty=0, total=0)


@pytest.mark.parametrize(("dirty", "expected"), [(99, False), (100, True)])
def test_a_stream_is_due_when_much_of_it_is_new(dirty: int, expected: bool) -> None:
    assert due(dirty=dirty) is expected


@pytest.mark.parametrize(("age_days", "expected"), [(14.9, False), (15, True)])
def test_a_stream_is_due_well_before_its_maximum_lag(age_days: float, expected: bool) -> None:
    assert due(dirty=1, age_days=age_days) is expected


@pytest.mark.parametrize(("tombstone_days", "expected"), [(15.9, False), (16, True)])
def test_a_tombstone_past_its_retention_does_not_stay_for_ever(
    tombstone_days: float, expected: bool
) -> None:
    assert due(tombstone_days=tombstone_days) is expected


class ShyLog:
    """Unavailable at first; asks to stop once it was compacted."""

    def __init__(self, stop: Event) -> None:
        self.asked_at: list[int] = []
        self._stop = stop

    def compact_where_due(self, now_ms: int) -> None:
        self.asked_at.append(now_ms)
        if len(self.asked_at) == 1:
            raise LogUnavailable("busy")
        self._stop.set()


def test_a_log_that_was_unavailable_is_compacted_at_the_next_turn() -> None:
    stop = Event()
    log = ShyLog(stop)
    keep_compacted(log, stop, every_seconds=0.001, clock=lambda: 42.0)
    assert log.asked_at == [42_000, 42_000]
