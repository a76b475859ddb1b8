"""Which rows of a table a section shows."""

from collections.abc import Mapping

import numpy as np

from services.reporting.data_sets import DataSet, Member
from services.reporting.data_sets.table import Rows
from services.reporting.pages.entities.sections import Section
from services.reporting.pages.names import is_group


def chosen(table: DataSet, section: Section, codes: Mapping[str, str]) -> tuple[Rows, int]:
    """The rows of a section in their order, and how many more there are."""
    wanted = {name: [code] for name, code in codes.items()}
    members = table.dimension(section.by).members
    wanted[section.by] = [member.code for member in members if _is_listed(member, section)]
    rows = table.rows(wanted)
    if section.order:
        value = table.figures.value[rows, table.definition.position[section.order]]
        rows = rows[np.argsort(np.where(np.isnan(value), np.inf, -value), kind="stable")]
    return rows[: section.most], max(0, len(rows) - section.most)


def _is_listed(member: Member, section: Section) -> bool:
    code = member.code
    return (
        is_group(code)
        and code.startswith(section.prefix)
        and len(code) == (section.digits or len(code))
    )
