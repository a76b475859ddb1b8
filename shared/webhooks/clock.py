"""Moments as messages keep them: texts in UTC whose order is that of time."""

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


def written(moment: datetime) -> str:
    """`2026-11-23T05:00:00.000+00:00`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
