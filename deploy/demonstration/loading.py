"""Loading the demonstration's records once, through the same handlers as everybody's."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from deploy.demonstration.history import Closing
from deploy.demonstration.records import load
from services.ingestion.handlers import Door, close_vacancies
from services.ingestion.posts import record_graduates, record_vacancies
from shared.db.engine import make_engine
from shared.settings import Settings


def load_once(settings: Settings, progress: Callable[[int], None] = lambda _: None) -> int:
    """Load all synthetic records unless that was done before; how many were loaded now.

    What was loaded half-way before is completed.
    """
    done = settings.directory() / "demonstration.loaded"
    if done.exists():
        return 0
    count = load_records(settings, progress)
    done.touch()
    return count


def load_records(settings: Settings, progress: Callable[[int], None]) -> int:
    """Load all synthetic records, dated to be of use today; how many."""
    engine = make_engine(settings.database("ingestion"))
    door = Door(engine, settings.pseudonym_secret(), demonstration=True)
    try:
        return load(
            partial(record_graduates, door),
            partial(record_vacancies, door),
            partial(_close, door),
            progress,
            today=datetime.now(UTC).date(),
        )
    finally:
        engine.dispose()


def _close(door: Door, employer: str, closings: Sequence[tuple[str, Closing]]) -> None:
    rows = (
        (f"{employer}/{reference}", closing.closed_on.isoformat(), closing.filled)
        for reference, closing in closings
    )
    close_vacancies(door, list(rows))
