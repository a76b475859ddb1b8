"""Where to act this quarter: occupations that are hardest to fill, and what says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from services.reporting.data_sets import DataSet, Figure, Member
from services.reporting.pages.charts.ranking import NARROW, WIDE, Layout, Ranked, ranking
from services.reporting.pages.language import msgid
from services.reporting.pages.numbers import number
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import not_filtered, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.series import monthly
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "shortage"
TREND = "market-trend"
MOST = 15
FEWEST = 5
"""With fewer occupations of that detail known, the groups above them are ranked."""
COMPONENTS = {
    "wage_growth": msgid("Pay growth"),
    "vacancy_growth": msgid("More posts"),
    "time_to_fill": msgid("Slow to fill"),
    "under_qualification": msgid("Below level"),
    "tightness": msgid("Tightness"),
}
"""Each component with a name short enough to stand above its bars."""
_NAMED = 3


@dataclass(frozen=True)
class HardToFill:
    """An occupation with its index and components; `z` has the standardised ones."""

    occupation: Member
    index: Figure
    components: Mapping[str, Figure]
    z: Mapping[str, Figure]


def view(scene: Scene) -> Panel:
    """The view for the page."""
    say, found = scene.reader.say, hardest(scene.data_set(DATA_SET))
    codes, drawn = [one.occupation.code for one in found], _drawn(scene, found)
    indicators = ("shortage_index", *COMPONENTS, *(f"{name}_z" for name in COMPONENTS))
    return Panel(
        id="shortage",
        question=say("Where to act this quarter?"),
        finding=finding(scene, found),
        about=say(
            "The {count} occupations with the highest shortage index: the mean of five signs, "
            "each in standard deviations from the mean of all occupations.",
            count=len(found),
        ),
        chart=_chart(scene, drawn, WIDE),
        narrow=_chart(scene, drawn, NARROW),
        notes=[
            say("Bars to the right point to a shortage, bars to the left against one."),
            say("Dashed = not enough data for this sign; at least three are needed."),
            say("Line: open positions of the major group, month by month."),
            say("Signs: {names}.", names=_numbered(scene)),
        ],
        tables=[_table(scene, found)],
        quality=quality(scene, scene.figure("vacancies", "vacancies")),
        unfiltered=not_filtered(scene),
        source=Source(DATA_SET, {"occupation": codes}, indicators),
    )


def hardest(table: DataSet, most: int = MOST) -> Sequence[HardToFill]:
    """The occupations with the highest index, at the finest detail that has enough of them."""
    for digits in (4, 3, 2):
        found = _ranked(table, digits, most)
        if len(found) >= FEWEST:
            break
    return found


def finding(scene: Scene, found: Sequence[HardToFill]) -> str:
    """The first occupations above the mean of all, where there are any."""
    say = scene.reader.say
    if not found:
        return say("Too few signs are known to tell which occupations are hard to fill")
    above = [one for one in found if (one.index.value or 0.0) > 0][:_NAMED]
    if not above:
        return say("No occupation stands out as hard to fill")
    names = [scene.reader.name(one.occupation.labels) for one in above]
    return say("Hardest to fill: {occupations}", occupations=scene.reader.listed(names))


def _ranked(table: DataSet, digits: int, most: int) -> Sequence[HardToFill]:
    members = table.dimension("occupation").members
    fine = [m.code for m in members if m.code.isdigit() and len(m.code) == digits]
    rows = table.among("occupation", fine)
    index = table.figures.value[rows, table.definition.position["shortage_index"]]
    known = np.isfinite(index)
    order = rows[known][np.argsort(-index[known], kind="stable")][:most]
    return [_one(table, row) for row in order.tolist()]


def _one(table: DataSet, row: int) -> HardToFill:
    components = {name: table.at(row, name) for name in COMPONENTS}
    z = {name: table.at(row, f"{name}_z") for name in COMPONENTS}
    occupation = table.dimension("occupation").members[table.cells[row, 0]]
    return HardToFill(occupation, table.at(row, "shortage_index"), components, z)


def _chart(scene: Scene, drawn: Sequence[Ranked], layout: Layout) -> Chart:
    say = scene.reader.say
    numbered = [str(i + 1) for i in range(len(COMPONENTS))]
    names = numbered if layout.label_above else [say(name) for name in COMPONENTS.values()]
    drawing = ranking(
        drawn,
        say("Shortage index and its five signs by occupation; the table has the figures"),
        [say("Index"), *names, say("Open posts")],
        layout,
    )
    return Chart("charts/ranking.svg", drawing, layout.width, drawing.height)


def _drawn(scene: Scene, found: Sequence[HardToFill]) -> list[Ranked]:
    trend, majors = scene.data_set(TREND), {one.occupation.code[:1] for one in found}
    issued = scene.publication.issued
    courses = {
        major: monthly(trend, "open_positions", issued, occupation=major) for major in majors
    }
    return [
        Ranked(
            scene.reader.name(one.occupation.labels),
            number(one.index.value or 0.0, 2, signed=True),
            [one.z[name].value for name in COMPONENTS],
            courses[one.occupation.code[:1]].values,
        )
        for one in found
    ]


def _numbered(scene: Scene) -> str:
    """The signs as a phone's chart numbers them."""
    names = map(scene.reader.say, COMPONENTS.values())
    return " · ".join(f"{i} {name}" for i, name in enumerate(names, start=1))


def _table(scene: Scene, found: Sequence[HardToFill]) -> Table:
    reader, known = scene.reader, scene.data_set(DATA_SET).definition
    lines = [
        Line(
            reader.name(one.occupation.labels),
            [
                cell_of(figure, known.indicator(figure.indicator), reader)
                for figure in (one.index, *one.components.values())
            ],
            code=one.occupation.code,
        )
        for one in found
    ]
    names = ("shortage_index", *COMPONENTS)
    columns = [reader.name(known.indicator(name).labels) for name in names]
    caption = reader.say("Occupations that are hard to fill")
    return Table(caption, reader.say("Occupation (ISCO-08)"), columns, lines, "occupation")
