"""How much more often than by chance graduates of a field work in an occupation.

A field whose graduates are in an occupation less than half as often as all graduates are is
taken for mismatched there: lift = P(occupation | field) / P(occupation) < 0.5. Lift is the
interest measure of Brin, S. et al. (1997), SIGMOD Record 26(2); the bound is ours.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BOUND = 0.5
SMALLEST_EXPECTED = 5.0
"""Fewest graduates expected by chance for a lift to say anything: the rule of five of Cochran,
W. G. (1954), Biometrics 10(4)."""
_PLACES = 9
"""The order of adding weights up must not decide who is at the bound."""
FIELD_DIGITS = 2
OCCUPATION_DIGITS = 2


@dataclass(frozen=True)
class FieldCell:
    """Graduates in work of one ISCED-F broad field in one ISCO-08 group of one or two digits."""

    field: str
    occupation: str
    n: int
    weight: float


@dataclass(frozen=True)
class _Margins:
    cells: Mapping[tuple[str, str], FieldCell]
    fields: Mapping[str, FieldCell]
    occupations: Mapping[str, FieldCell]
    total: FieldCell


def lifts(cells: Iterable[FieldCell]) -> dict[tuple[str, str], float]:
    """The lift of every field in every occupation seen, told or not by an actual graduate.

    Where fewer than 5 graduates would be expected in the sub-major group, its major group
    answers; where there too, the pair is left out: not enough evidence.
    """
    margins = _margins(list(cells))
    found = {}
    for field in margins.fields:
        for occupation in margins.occupations:
            lift = _lift(margins, field, occupation)
            if lift is None and len(occupation) > 1:
                lift = _lift(margins, field, occupation[:1])
            if lift is not None:
                found[field, occupation] = lift
    return found


def _margins(cells: list[FieldCell]) -> _Margins:
    pairs: dict[tuple[str, str], FieldCell] = {}
    fields: dict[str, FieldCell] = {}
    occupations: dict[str, FieldCell] = {}
    total = FieldCell("", "", 0, 0.0)
    for cell in cells:
        total = _sum(total, cell)
        fields[cell.field] = _sum(fields.get(cell.field), cell)
        for group in {cell.occupation, cell.occupation[:1]}:
            occupations[group] = _sum(occupations.get(group), cell)
            pairs[cell.field, group] = _sum(pairs.get((cell.field, group)), cell)
    return _Margins(pairs, fields, occupations, total)


def _sum(known: FieldCell | None, cell: FieldCell) -> FieldCell:
    if known is None:
        return cell
    return FieldCell(cell.field, cell.occupation, known.n + cell.n, known.weight + cell.weight)


def _lift(margins: _Margins, field: str, occupation: str) -> float | None:
    in_field, in_occupation = margins.fields[field], margins.occupations[occupation]
    if in_field.n * in_occupation.n / margins.total.n < SMALLEST_EXPECTED:
        return None
    both = margins.cells.get((field, occupation))
    share_in_field = (both.weight if both else 0.0) / in_field.weight
    return round(share_in_field / (in_occupation.weight / margins.total.weight), _PLACES)
