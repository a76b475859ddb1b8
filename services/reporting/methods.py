"""The methods of each dimension of mismatch: what each can find and which codes it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from shared.contracts.assessment import Dimension

VERSION = "indicators-1"
"""Of the formulas in `indicators`; changes when a published figure would."""

Code = Literal["field", "occupation"]
Measure = Literal["over", "under", "mismatch"]


@dataclass(frozen=True)
class Method:
    """A method of one dimension.

    `measures` are the verdicts it can give besides a match; a figure is published for those
    only. `judged_by_matching`: its verdicts arrive with each event; the others are statistical
    and computed here, over all graduates. `needs` are the codes it cannot judge without.
    """

    dimension: Dimension
    name: str
    measures: tuple[Measure, ...]
    needs: tuple[Code, ...]
    judged_by_matching: bool = True

    @property
    def column(self) -> str:
        """Name of the column of verdicts: `vertical_normative_b`."""
        return f"{self.dimension}_{self.name}"


METHODS = (
    Method("vertical", "normative_a", ("over", "under"), ("occupation",)),
    Method("vertical", "normative_b", ("over", "under"), ("occupation",)),
    Method("vertical", "realised_mode", ("over", "under"), ("occupation",), False),
    Method("vertical", "realised_mean", ("over", "under"), ("occupation",), False),
    Method("vertical", "self_reported", ("over", "under"), ()),
    Method("vertical", "model", ("over",), ("occupation",)),
    Method("horizontal", "rule", ("mismatch",), ("field", "occupation")),
    Method("horizontal", "lift", ("mismatch",), ("field", "occupation"), False),
    Method("horizontal", "self_reported", ("mismatch",), ()),
    Method("horizontal", "model", ("mismatch",), ("field", "occupation")),
    Method("skill", "rule", ("mismatch",), ("occupation",)),
)
JUDGED_BY_MATCHING: Mapping[tuple[str, str], Method] = {
    (method.dimension, method.name): method for method in METHODS if method.judged_by_matching
}
DIMENSIONS: tuple[Dimension, ...] = ("vertical", "horizontal", "skill")


def methods_of(dimensions: tuple[Dimension, ...]) -> tuple[Method, ...]:
    """The methods of these dimensions, in the order they are shown."""
    return tuple(method for method in METHODS if method.dimension in dimensions)
