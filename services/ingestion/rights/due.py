"""The retention clock: how long a record is kept after its content was last given or changed.

It does not run from the graduation or the posting, for cohorts of earlier years are given late and
on purpose; a record that its provider keeps current stays.
"""

from datetime import UTC, datetime


def kept_until(recorded_at: str, years: int) -> str | None:
    """The day after which the record is erased; None: never."""
    if not years:
        return None
    return _years_from(datetime.fromisoformat(recorded_at), years).date().isoformat()


def outdated_before(now: datetime, years: int) -> str:
    """Content from before this moment is to be erased now, at the end of its last day."""
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return _years_from(midnight, -years).isoformat(timespec="milliseconds")


def _years_from(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:  # the 29th of February
        return moment.replace(year=moment.year + years, day=28)
