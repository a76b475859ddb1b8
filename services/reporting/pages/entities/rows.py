"""Which rows of a table a section shows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from services.reporting.data_sets import TOTAL, DataSet, Member
from services.reporting.data_sets.table import Rows
from services.reporting.pages.cuts import fitting, is_cut
from services.reporting.pages.entities.sections import Section
from services.reporting.pages.names import is_group


@dataclass(frozen=True)
class Chosen:
    """Rows in their order, `more` beyond them; `codes` is what they have in common."""

    rows: Rows
    more: int
    codes: Mapping[str, str]


def chosen(
    table: DataSet, section: Section, own: Mapping[str, str], stated: Mapping[str, str]
) -> Chosen:
    """The rows of what is `own` to the page, by the first depth that is published.

    `stated` narrows them as far as the table is split by all of it together.
    """
    stated = {name: code for name, code in stated.items() if name != section.by}
    for members in _depths(table, section):
        besides = {**own, section.by: members[0].code}
        codes = {**fitting(stated, (table, besides)), **own}
        if is_cut(table, **{**codes, **besides}):
            return _rows(table, section, codes, members)
    return Chosen(np.empty(0, np.int64), 0, {**stated, **own})


def _rows(
    table: DataSet, section: Section, codes: Mapping[str, str], members: list[Member]
) -> Chosen:
    wanted = {d.name: [codes.get(d.name, TOTAL)] for d in table.dimensions}
    rows = table.rows({**wanted, section.by: [member.code for member in members]})
    if section.order:
        value = table.figures.value[rows, table.definition.position[section.order]]
        rows = rows[np.argsort(np.where(np.isnan(value), np.inf, -value), kind="stable")]
    return Chosen(rows[: section.most], max(0, len(rows) - section.most), codes)


def _depths(table: DataSet, section: Section) -> Iterator[list[Member]]:
    """The members to list, one depth after another."""
    members = [m for m in table.dimension(section.by).members if is_group(m.code)]
    depths = section.levels or tuple(dict.fromkeys(member.level for member in members))
    for level in depths:
        found = [member for member in members if member.level == level]
        if found:
            yield found
