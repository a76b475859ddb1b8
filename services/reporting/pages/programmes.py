"""Programmes of a table: an institution's fields, the largest with the best paid first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.reporting.data_sets import TOTAL, DataSet, Dimension, Figure, Member
from services.reporting.pages.names import is_group

MOST = 15
INDICATORS = (
    "graduates",
    "response_rate",
    "employment_rate",
    "over_normative_b",
    "field_mismatch_rule",
    "pay_p25",
    "pay_p50",
    "pay_p75",
)


@dataclass(frozen=True)
class Programme:
    """A field taught at an institution; `figures` by indicator."""

    institution: Member
    field: Member
    figures: Mapping[str, Figure]

    @property
    def pay(self) -> float | None:
        """Median monthly pay, None where it is hidden or not known."""
        return self.figures["pay_p50"].value


@dataclass(frozen=True)
class Programmes:
    """What is shown; of the others `more` have figures, and `hidden` are too small to show."""

    shown: Sequence[Programme]
    more: int
    hidden: int


def largest(table: DataSet, year: str, level: str, field: str, most: int = MOST) -> Programmes:
    """The programmes with most graduates in the fields one step below `field`, best paid first."""
    institutions = filter(is_group, (m.code for m in table.dimension("institution").members))
    wanted = {
        "institution": list(institutions),
        "field": [member.code for member in parts_of(table.dimension("field"), field)],
        "level": [level],
        "year": [year],
    }
    rows = table.rows(wanted)
    graduates = table.figures.value[rows, table.definition.position["graduates"]]
    known = rows[np.isfinite(graduates)]
    order = np.argsort(-graduates[np.isfinite(graduates)], kind="stable")
    lines = [_programme(table, row) for row in known[order][:most].tolist()]
    lines.sort(key=lambda line: (line.pay is None, -(line.pay or 0.0)))
    return Programmes(lines, len(known) - len(lines), len(rows) - len(known))


def parts_of(dimension: Dimension, code: str) -> Sequence[Member]:
    """The groups one step below, or the group itself where there is none."""
    below = [m for m in dimension.members if m.parent == code and is_group(m.code)]
    if below or code == TOTAL:
        return below
    return [member for member in dimension.members if member.code == code]


def _programme(table: DataSet, row: int) -> Programme:
    codes = table.codes(row)
    institution, field = (
        table.dimension(name).members[table.dimension(name).position[codes[name]]]
        for name in ("institution", "field")
    )
    return Programme(institution, field, {name: table.at(row, name) for name in INDICATORS})
