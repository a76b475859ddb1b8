"""What was counted of a batch's records: in constant memory, and two counts make one.

Everything is a table of counts whose keys come from classifications, so that a million records
need no more room than a thousand.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import compress
from typing import Any, Self

import msgspec

from services.ingestion.domain import Kept, Kind, Outcome
from services.ingestion.quality.counting import TABLES_OF
from services.ingestion.quality.facts import Facts, columns

Tables = dict[str, Counter[str]]
_THAILAND = timezone(timedelta(hours=7))
_ERA = 543
_FORM = 1


def today() -> date:
    """The day it is in Thailand."""
    return datetime.now(UTC).astimezone(_THAILAND).date()


class Tally:
    """Counts of records of one kind; `received` is the day on which they came."""

    def __init__(self, received: date | None = None) -> None:
        self.kind = ""
        self.tables: Tables = {}
        self.is_mended = False
        """Only rows of an earlier batch that were mended: no batch to compare others with."""
        self._received = received or today()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self._counted() == other._counted()

    __hash__ = None  # type: ignore[assignment]  # it changes

    def table(self, name: str) -> Counter[str]:
        """The counts of one table; empty when nothing was counted there."""
        return self.tables.get(name, Counter())

    @property
    def records(self) -> int:
        """How many records were looked at, those refused left out."""
        return self.table("present")["record"]

    def add(self, kind: Kind, records: Sequence[Kept], outcomes: Sequence[Outcome]) -> None:
        """Count a chunk: `outcomes` of all its rows, and the `records` taken, in the same order.

        Only a record that is new tells how old it was when it came.
        """
        self.add_outcomes(outcomes)
        is_new = [o.status == "created" for o in outcomes if o.status != "invalid"]
        self.add_records(kind, [record.state for record in records], is_new)

    def add_outcomes(self, outcomes: Sequence[Outcome]) -> None:
        """Count what became of rows, and what was wrong with those refused."""
        self._count("rows", Counter([outcome.status for outcome in outcomes]))
        faults: Counter[str] = Counter()
        eras: Counter[str] = Counter()
        for outcome in outcomes:
            for pointer, fault in outcome.faults if outcome.status == "invalid" else ():
                faults[f"{fault.code} {pointer.rstrip('/0123456789')}"] += 1
                if fault.code == "impossible_year":
                    eras[_era_fault(fault.values.get("value"))] += 1
        self._count("faults", faults)
        self._count("eras", eras)

    def add_records(self, kind: Kind, records: Sequence[Facts], is_new: Sequence[bool]) -> None:
        """Count records."""
        self.kind = self.kind or kind
        if not records:
            return
        facts = columns(records)
        for name, counts in TABLES_OF[kind](facts).items():
            self._count(name, counts)
        dates = facts["graduation_year" if kind == "graduates" else "posted_on"]
        self._count("months", _months(Counter(compress(dates, is_new)), self._received))

    def merge(self, other: "Tally") -> None:
        """Take in what another counted."""
        self.kind = self.kind or other.kind
        for name, counts in other.tables.items():
            self._count(name, counts)

    def encode(self) -> str:
        """The counts as JSON."""
        return msgspec.json.encode(self._counted(), order="deterministic").decode()

    @classmethod
    def decode(cls, text: str) -> Self:
        """The tally that was encoded so."""
        counted = msgspec.json.decode(text)
        tally = cls()
        tally.kind = counted["kind"]
        tally.tables = {name: Counter(counts) for name, counts in counted["tables"].items()}
        tally.is_mended = counted.get("mended", False)
        return tally

    def _count(self, name: str, counts: Mapping[str, int]) -> None:
        if counts:
            self.tables.setdefault(name, Counter()).update(counts)

    def _counted(self) -> dict[str, Any]:
        mended = {"mended": True} if self.is_mended else {}
        return {"form": _FORM, "kind": self.kind, "tables": self.tables, **mended}


def _months(ages: Mapping[int | str | None, int], received: date) -> Counter[str]:
    """Months from the event to its receipt; of a graduation only the year is known: its middle."""
    found: Counter[str] = Counter()
    for at, count in ages.items():
        if at is not None:
            year, month = (at, 7) if isinstance(at, int) else map(int, at.split("-")[:2])
            months = (received.year - year) * 12 + received.month - month
            found[str(max(-24, min(months, 600)))] += count
    return found


def _era_fault(year: Any) -> str:
    """Whether a year refused would be one if 543 were taken from it, or added to it."""
    if not isinstance(year, int):
        return "other"
    this_year = today().year
    if 1940 <= year - 2 * _ERA <= this_year + 1:
        return "too_late"
    return "too_early" if 1940 <= year + _ERA <= this_year + 1 else "other"
