"""What can be asked of a table together: some filters give way where it is not split by all."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from services.reporting.data_sets import TOTAL, DataSet
from services.reporting.pages.scene import Scene

_GIVE_WAY = ("year", "level", "field", "region")
"""Which filter is left out first: a cohort was perhaps not even chosen by the reader."""


def is_cut(table: DataSet, **codes: str) -> bool:
    """Whether the table has cells of such members together; everything where none is named."""
    levels = []
    for dimension in table.dimensions:
        place = dimension.position.get(codes.get(dimension.name, TOTAL))
        if place is None:
            return False
        levels.append(dimension.members[place].level)
    return tuple(levels) in table.cuts


def fitted(scene: Scene, filters: tuple[str, ...], split: Mapping[str, Mapping[str, str]]) -> Scene:
    """The scene with as few of these filters given up as need be.

    `split` has the tables, each with an example of the members it is to be split by besides.
    """
    tables = [(scene.data_set(name), besides) for name, besides in split.items()]
    codes = fitting(scene.choice.cell(*filters), *tables)
    return replace(scene, choice=replace(scene.choice, **codes))


def fitting(
    wanted: Mapping[str, str], *tables: tuple[DataSet, Mapping[str, str]]
) -> dict[str, str]:
    """The codes wanted, as few of them as need be turned to everything."""
    for kept in _fewer(wanted):
        if all(is_cut(table, **{**kept, **besides}) for table, besides in tables):
            return kept
    return dict.fromkeys(wanted, TOTAL)


def _fewer(wanted: Mapping[str, str]) -> Iterator[dict[str, str]]:
    narrowed = [name for name in _GIVE_WAY if wanted.get(name, TOTAL) != TOTAL]
    for number in range(len(narrowed) + 1):
        for dropped in combinations(narrowed, number):
            yield {**wanted, **dict.fromkeys(dropped, TOTAL)}
