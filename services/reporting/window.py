"""What answering needs: the read model, what was published of it, and the date."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from sqlalchemy import Engine

from services.reporting.publication.shelf import Shelf

THAI_TIME = timezone(timedelta(hours=7))


@dataclass(frozen=True)
class Window:
    """`today` is the day as pages and forms mean it."""

    engine: Engine
    shelf: Shelf
    today: Callable[[], date]


def thai_today() -> date:
    """The date in Thailand, where vacancies close at midnight."""
    return datetime.now(UTC).astimezone(THAI_TIME).date()
