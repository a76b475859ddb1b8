"""One figure as a cell that leads to its page."""

from collections.abc import Mapping
from dataclasses import replace

from services.reporting.pages import links
from services.reporting.pages.cuts import is_cut
from services.reporting.pages.numbers import NOTHING
from services.reporting.pages.scene import Scene
from services.reporting.pages.table import Cell, cell_of


def cell_at(scene: Scene, data_set: str, indicator: str, codes: Mapping[str, str]) -> Cell:
    """The figure of the cell; what the table is not split by is not taken for zero."""
    table = scene.data_set(data_set)
    figure = table.figure(indicator, **codes)
    if figure is None and not is_cut(table, **codes):
        return Cell(
            NOTHING,
            why=scene.reader.say("not published in this combination"),
            status="not_applicable",
        )
    shown = cell_of(figure, table.definition.indicator(indicator), scene.reader)
    return replace(shown, href=links.figure(scene, data_set, indicator, codes))
