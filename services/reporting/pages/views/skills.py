"""What curricula should add: skills that vacancies ask for and graduates show, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.reporting.data_sets import DataSet, Figure, Member
from services.reporting.data_sets.table import Rows
from services.reporting.pages.charts.dumbbell import NARROW, WIDE, Layout, Look, Pair, dumbbells
from services.reporting.pages.numbers import number
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import not_filtered, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "skills"
INDICATORS = ("demand_share", "supply_share", "share_gap", "log_ratio")
MOST = 20
_NAMED = 3


@dataclass(frozen=True)
class SkillGap:
    """A skill with the share of vacancies asking for it and of graduates showing it."""

    skill: Member
    demand: Figure
    supply: Figure
    gap: Figure
    ratio: Figure

    @property
    def is_lacking(self) -> bool:
        """Whether the whole interval says that more is asked for than shown."""
        return self.gap.low is not None and self.gap.low > 0


def view(scene: Scene) -> Panel:
    """The view for the page."""
    say, table = scene.reader.say, scene.data_set(DATA_SET)
    gaps = widest(table)
    return Panel(
        id="skills",
        question=say("What should curricula add?"),
        finding=finding(scene, gaps),
        about=say(
            "Share of vacancies asking for a skill beside the share of graduates who show it, "
            "each among records that name any skill: the {count} widest gaps.",
            count=len(gaps),
        ),
        chart=_chart(scene, gaps, WIDE),
        narrow=_chart(scene, gaps, NARROW),
        notes=[
            say("Number at the right: percentage points between the two shares."),
            say("Dashed = the 90% interval crosses zero, no clear verdict."),
        ],
        tables=[_table(scene, gaps)],
        quality=quality(scene, gaps[0].demand if gaps else None),
        unfiltered=not_filtered(scene),
        source=Source(DATA_SET, {"skill": [gap.skill.code for gap in gaps]}, INDICATORS),
    )


def widest(table: DataSet, most: int = MOST) -> Sequence[SkillGap]:
    """The skills whose share of vacancies is farthest above their share of graduates."""
    gap = table.figures.value[:, table.definition.position["share_gap"]]
    known = np.flatnonzero(np.isfinite(gap))
    order: Rows = known[np.argsort(-gap[known], kind="stable")][:most]
    return [_gap(table, row) for row in order.tolist()]


def finding(scene: Scene, gaps: Sequence[SkillGap]) -> str:
    """The skills most clearly lacking, if any is."""
    say = scene.reader.say
    if not gaps:
        return say("Too few records name skills to compare")
    lacking = [scene.reader.name(gap.skill.labels) for gap in gaps if gap.is_lacking][:_NAMED]
    if not lacking:
        return say("No skill is clearly asked for more than graduates show it")
    names = scene.reader.listed(lacking)
    return say("Asked for more often than graduates show it: {skills}", skills=names)


def _gap(table: DataSet, row: int) -> SkillGap:
    skill = table.dimension("skill").members[table.cells[row, 0]]
    return SkillGap(skill, *(table.at(row, name) for name in INDICATORS))


def _chart(scene: Scene, gaps: Sequence[SkillGap], layout: Layout) -> Chart:
    say = scene.reader.say
    drawing = dumbbells(
        [_pair(scene, gap) for gap in gaps if None not in (gap.demand.value, gap.supply.value)],
        say("Two dots for each skill; the table has the figures"),
        (say("share of vacancies asking"), say("share of graduates showing")),
        layout,
    )
    return Chart("charts/dumbbell.svg", drawing, layout.width, drawing.height)


def _pair(scene: Scene, gap: SkillGap) -> Pair:
    return Pair(
        scene.reader.name(gap.skill.labels),
        gap.demand.value or 0.0,
        gap.supply.value or 0.0,
        _look(gap),
        number(gap.gap.value or 0.0, 1, signed=True),
    )


def _look(gap: SkillGap) -> Look:
    if gap.is_lacking:
        return "shortage"
    return "surplus" if (gap.gap.high or 0.0) < 0 else "unclear"


def _table(scene: Scene, gaps: Sequence[SkillGap]) -> Table:
    say, known = scene.reader.say, scene.data_set(DATA_SET).definition
    lines = [
        Line(
            scene.reader.name(gap.skill.labels),
            [
                cell_of(figure, known.indicator(figure.indicator), scene.reader)
                for figure in (gap.demand, gap.supply, gap.gap, gap.ratio)
            ],
        )
        for gap in gaps
    ]
    columns = [scene.reader.name(known.indicator(name).labels) for name in INDICATORS]
    return Table(say("Skills asked for and shown"), say("Skill"), columns, lines)
