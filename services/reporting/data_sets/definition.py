"""What a published table is made of: dimensions with their members, and indicators."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from services.reporting.labels import Labels

TOTAL = "_T"
"""Everything of a dimension together; the code that SDMX gives it."""
UNKNOWN = "_U"
"""What was not stated or could not be coded; below a group `06_U`: coded no deeper than `06`."""

Unit = Literal["persons", "records", "percent", "points", "baht", "ratio", "index", "days", "years"]


@dataclass(frozen=True)
class Member:
    """A code of a dimension; `parent` is the code it is a part of, `level` the depth's name."""

    code: str
    labels: Labels
    level: str
    parent: str | None = None


@dataclass(frozen=True)
class Dimension:
    """By what a table is split. A group stands before its parts."""

    name: str
    labels: Labels
    classification: str
    members: tuple[Member, ...]

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Code -> place among the members."""
        return {member.code: i for i, member in enumerate(self.members)}

    @property
    def has_total(self) -> bool:
        """Whether everything together is a member; of skills, which overlap, it is not."""
        return TOTAL in self.position


@dataclass(frozen=True, kw_only=True)
class Indicator:
    """A measure with everything a reader needs to use it rightly; texts in Thai and English.

    `method` names the rule or model where several measure the same thing.
    """

    id: str
    labels: Labels
    unit: Unit
    decimals: int
    definition: Labels
    formula: str
    source: str
    caveats: Labels
    do_not_use_for: Labels
    method: str | None = None


@dataclass(frozen=True, kw_only=True)
class DataSetDefinition:
    """A table to publish; `dimensions` names them in order, `indicators` their ids."""

    id: str
    titles: Labels
    descriptions: Labels
    dimensions: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    keywords: tuple[str, ...] = ()

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Indicator id -> its column."""
        return {indicator.id: i for i, indicator in enumerate(self.indicators)}

    def indicator(self, name: str) -> Indicator:
        """KeyError for an id the table does not have."""
        return self.indicators[self.position[name]]
