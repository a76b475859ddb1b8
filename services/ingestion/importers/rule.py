"""How one field is filled: where its text comes from, how it is translated and read."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from services.ingestion.importers.patterns import safe_pattern

Reading = Literal[
    "text",  # as it stands
    "whole",  # 2330 or 2330.0 or 2,330
    "number",
    "flag",  # true or false
    "year",
    "date",  # one of the profile's date forms
    "ago",  # '3 days ago', from the day the file was made
    "pay",  # '17,000 - 25,000 บาท' as low and high, exact, currency, period
    "place",  # a place name as the province's code
    "list",  # several texts in one cell
    "literal",  # a Python or JSON literal as the text in it
    "isco08",  # a code of the classification; a code's lost leading zero is put back
    "isced_f",
    "isic4",
    "level",  # a Thai degree or an ISCED 2011 level as the level
]
Otherwise = Literal["reject", "missing", "keep"]

_SOURCES = ("column", "first_of", "join", "gather", "hash_of", "row", "constant")


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field's rule. Exactly one of the first seven keys says where the text comes from.

    Then, in this order: `missing` texts stand for no value, `pattern` keeps its one group, `map`
    or `contains` translates, `read` makes the value. A text that one of these cannot take is
    handled as `otherwise` says: the row is rejected, or the value is left out and counted, or
    (for `map`) the text is kept as it is.
    """

    column: str | None = None
    first_of: tuple[str, ...] = ()
    """The first column whose text gives a value."""
    join: tuple[str, ...] = ()
    """The columns' texts with `separator` between; no value unless all of them are there."""
    gather: tuple[str, ...] = ()
    """The texts of those columns that have one, with `separator` between."""
    hash_of: tuple[str, ...] = ()
    """A digest of the columns' texts, for files whose rows bear no reference."""
    row: bool = False
    """The row's number; stable only as long as the file is."""
    constant: str | None = None

    separator: str = "-"
    missing: frozenset[str] = frozenset()
    pattern: str | None = None
    map: dict[str, str] = {}
    contains: dict[str, str] = {}
    read: Reading = "text"
    otherwise: Otherwise = "reject"

    split: str = ","
    """Characters that part the texts of a list; a line end always does."""
    begins_with: str | None = None
    """Column whose text a code begins with: 110 in major group 0 is 0110."""
    currency: str = "THB"
    period: Literal["hour", "day", "month", "year"] = "month"

    def __post_init__(self) -> None:
        named = [name for name in _SOURCES if getattr(self, name) not in (None, (), False)]
        if len(named) != 1:
            raise ValueError(f"needs exactly one of {', '.join(_SOURCES)}; has {len(named)}")
        if self.map and self.contains:
            raise ValueError("has both map and contains")
        if self.otherwise == "keep" and not self.map:
            raise ValueError("otherwise: keep needs a map")
        if self.pattern is not None and safe_pattern(self.pattern).groups != 1:
            raise ValueError("pattern needs exactly one group")

    def columns(self) -> Iterator[str]:
        """Every column that the rule reads."""
        yield from (name for name in (self.column, self.begins_with) if name)
        yield from (*self.first_of, *self.join, *self.gather, *self.hash_of)
