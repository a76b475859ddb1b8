"""skills: what vacancies ask for beside what graduates show."""

import numpy as np

from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.protecting import Protected
from services.reporting.data_sets import UNKNOWN, DataSet, DataSetDefinition
from services.reporting.indicators.skill_gap import skill_gap
from services.reporting.protection.rounding import rounded
from services.reporting.tables.counts import Counts
from services.reporting.tables.sheet import (
    PERCENT,
    Part,
    Sheet,
    cells_of,
    looked_up,
    places_in,
    united,
)
from services.reporting.tables.texts import indicators

DEFINITION = DataSetDefinition(
    id="skills",
    titles={"th": "ช่องว่างทักษะ", "en": "Skills gap"},
    descriptions={
        "th": "สัดส่วนของประกาศงานที่ขอทักษะ เทียบกับสัดส่วนของผู้สำเร็จการศึกษาที่มีทักษะนั้น",
        "en": "Share of open vacancies that ask for a skill beside the share of graduates who "
        "show it; both of those that name any skill at all.",
    },
    dimensions=("skill",),
    indicators=indicators(
        "demand_share",
        "supply_share",
        "share_gap",
        "log_ratio",
        "vacancies_with_skills",
        "graduates_with_skills",
    ),
    keywords=("skill", "ESCO", "ทักษะ"),
)


def build(counts: Counts) -> DataSet:
    """The table from protected counts."""
    (skill,), cells = united(_named(counts.skills_asked.counts), _named(counts.skills_shown))
    unknown = skill.position.get(UNKNOWN, -1)
    sheet = Sheet(DEFINITION, (skill,), cells[cells[:, 0] != unknown])
    wanted = looked_up(counts.skills_asked.counts, sheet.dimensions, sheet.cells).n(EVERYONE)
    offered = looked_up(counts.skills_shown, sheet.dimensions, sheet.cells).n(EVERYONE)
    asking, showing = (float(rounded(np.array(n))) for n in (counts.asking, counts.showing))
    gap = skill_gap(wanted, asking, offered, showing)
    sheet.put("demand_share", gap.demand, n=asking, scale=PERCENT)
    sheet.put("supply_share", gap.supply, n=showing, scale=PERCENT)
    sheet.put("share_gap", gap.difference, n=asking, scale=PERCENT)
    sheet.put("log_ratio", gap.log_ratio, n=asking)
    sheet.count("vacancies_with_skills", np.full(len(sheet.cells), asking))
    sheet.count("graduates_with_skills", np.full(len(sheet.cells), showing))
    return sheet.data_set()


def _named(protected: Protected) -> Part:
    """The skills that somebody open to the market names."""
    dimensions, rows = cells_of(protected, [{"skill": "skill"}], ("skill",))
    return dimensions, places_in(protected, rows, ("skill",))
