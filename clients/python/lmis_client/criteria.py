"""Which cells a query asks for, written in Python: `region.under("north") & (year >= 2023)`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Value = str | int
"""A code; a year of either era; a Thai name of a degree."""


class Criterion:
    """What must hold of a cell; joined by `&`, `|`, `~`."""

    def body(self) -> Mapping[str, Any]:
        """The criterion as it is posted."""
        raise NotImplementedError

    def __and__(self, other: "Criterion") -> "Criterion":
        return Joined("and", (*_parts("and", self), *_parts("and", other)))

    def __or__(self, other: "Criterion") -> "Criterion":
        return Joined("or", (*_parts("or", self), *_parts("or", other)))

    def __invert__(self) -> "Criterion":
        return Negated(self)

    def __bool__(self) -> bool:
        # `a and b`, `not a`, `2020 < year < 2024` would otherwise drop half of what they say.
        raise TypeError("a criterion is neither true nor false: join criteria by &, |, ~")


@dataclass(frozen=True)
class Condition(Criterion):
    """A dimension, an operator and what it is compared with."""

    subject: str
    operator: str
    stated: Value | tuple[Value, ...]

    def body(self) -> Mapping[str, Any]:
        stated = list(self.stated) if isinstance(self.stated, tuple) else self.stated
        return {self.subject: {self.operator: stated}}


@dataclass(frozen=True)
class Joined(Criterion):
    """All of them hold, or at least one does."""

    word: str
    parts: tuple[Criterion, ...]

    def body(self) -> Mapping[str, Any]:
        return {self.word: [part.body() for part in self.parts]}


@dataclass(frozen=True)
class Negated(Criterion):
    """It does not hold."""

    part: Criterion

    def body(self) -> Mapping[str, Any]:
        return {"not": self.part.body()}


class Choice:
    """What a condition is on, chosen by listing; equality gives a criterion, not a truth."""

    __hash__ = None  # type: ignore[assignment]  # equal to nothing, so it can be no key

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, value: Value) -> Criterion:  # type: ignore[override]
        return Condition(self.name, "eq", value)

    def __ne__(self, value: Value) -> Criterion:  # type: ignore[override]
        return Condition(self.name, "not_eq", value)

    def isin(self, *values: Value) -> Criterion:
        """Is one of them."""
        return Condition(self.name, "in", values)

    def not_in(self, *values: Value) -> Criterion:
        """Is none of them."""
        return Condition(self.name, "not_in", values)


class Dimension(Choice):
    """By what a table is split; comparisons are for year, level and period."""

    def under(self, *codes: Value) -> Criterion:
        """Is one of them or a part of one, at any depth."""
        return Condition(self.name, "under", codes)

    def at_depth(self, *levels: str) -> Criterion:
        """Stands at a level of that name, such as `broad`."""
        return Condition(self.name, "depth", levels)

    def __lt__(self, value: Value) -> Criterion:
        return Condition(self.name, "lt", value)

    def __le__(self, value: Value) -> Criterion:
        return Condition(self.name, "lte", value)

    def __gt__(self, value: Value) -> Criterion:
        return Condition(self.name, "gt", value)

    def __ge__(self, value: Value) -> Criterion:
        return Condition(self.name, "gte", value)


TOTAL = "_T"
"""The code of everything together."""
UNKNOWN = "_U"
"""The code of what was not stated or could not be coded."""

year = Dimension("year")
period = Dimension("period")
level = Dimension("level")
field = Dimension("field")
region = Dimension("region")
occupation = Dimension("occupation")
industry = Dimension("industry")
institution = Dimension("institution")
skill = Dimension("skill")
market = Dimension("market")
pair = Dimension("pair")
status = Choice("status")
"""On the figures asked for rather than on the cell: at least one of them has such a status."""


def _parts(word: str, criterion: Criterion) -> tuple[Criterion, ...]:
    """Criteria joined by the same word are one list: a chain of them is not nested deeper."""
    if isinstance(criterion, Joined) and criterion.word == word:
        return criterion.parts
    return (criterion,)
