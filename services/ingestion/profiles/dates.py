"""In which forms and era the dates of some columns are written, as far as they tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.ingestion.importers.dates import FIRST_BUDDHIST, Era, read_date, read_year

FORMS = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y/%m/%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%d %b %Y",
    "%b %d, %Y",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y, %H:%M:%S",
    "%m/%d/%Y",
    "%d %b %y",
    "%d/%m/%y",
    "%d-%m-%y",
)
_EARLIEST = 1990
_LONGEST = 100


@dataclass(frozen=True)
class Written:
    """How dates are written; `either_way` says that day and month could change places."""

    forms: tuple[str, ...]
    era: Era
    either_way: bool = False


def how_written(dates: Sequence[str], years: Sequence[str]) -> Written | None:
    """The forms and the era that all of the dates and years agree with; None when none do."""
    forms = _forms(dates)
    if forms is None:
        return None
    era = _era(dates, years, forms)
    if era is None:
        return None
    swapped = [form.replace("%d/%m/", "%m/%d/") for form in forms]
    either_way = swapped != list(forms) and all(_fits(text, swapped) for text in dates)
    return Written(tuple(forms) or ("%Y-%m-%d",), era, either_way)


def is_date(text: str) -> bool:
    """Whether the text is a date in any of the forms."""
    return len(text) <= _LONGEST and _fits(text, FORMS)


def _forms(dates: Sequence[str]) -> list[str] | None:
    """The fewest forms, in order, that read every date as a day that exists."""
    chosen: list[str] = []
    left = list(dates)
    while left:
        best = max(FORMS, key=lambda form: sum(_fits(text, [form]) for text in left))
        unread = [text for text in left if not _fits(text, [best])]
        if len(unread) == len(left):
            return None
        chosen.append(best)
        left = unread
    return chosen


def _fits(text: str, forms: Iterable[str]) -> bool:
    return any(_is_day(text, form) for form in forms)


def _is_day(text: str, form: str) -> bool:
    era: Era = "be" if "%y" in form else "auto"
    try:
        _, month, day = read_date(text, [form], era).split("-")
    except ValueError:
        return False
    return 1 <= int(month) <= 12 and 1 <= int(day) <= 31


def _era(dates: Sequence[str], years: Sequence[str], forms: Sequence[str]) -> Era | None:
    whole = [form for form in forms if "%y" not in form]
    found = {_of_year(year) for text in years if (year := _year(text))}
    found |= {_of_year(int(read_date(t, whole, "auto")[:4])) for t in dates if _fits(t, whole)}
    if len(whole) == len(forms):
        return found.pop() if len(found) == 1 else "auto"
    short = [text for text in dates if not _fits(text, whole)]
    eras: tuple[Era, ...] = ("be", "ce")
    likely = {era for era in eras if all(_is_recent(text, forms, era) for text in short)}
    both = likely & found if found else likely
    return both.pop() if len(both) == 1 else None


def _is_recent(text: str, forms: Sequence[str], era: Era) -> bool:
    short = [form for form in forms if "%y" in form]
    year = int(read_date(text, short, era)[:4])
    return _EARLIEST <= year <= datetime.now(UTC).year + 1


def _year(text: str) -> int | None:
    try:
        return read_year(text, "auto")
    except ValueError:
        return None


def _of_year(year: int) -> Era:
    return "be" if year >= FIRST_BUDDHIST else "ce"
