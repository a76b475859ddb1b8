"""Open positions of an occupation group or a region, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.data_sets import TOTAL, Member
from services.reporting.pages.charts.lines import NARROW, WIDE, Course, Layout, lines
from services.reporting.pages.direction import direction
from services.reporting.pages.names import Kind
from services.reporting.pages.numbers import period
from services.reporting.pages.panel import Chart
from services.reporting.pages.scene import Scene
from services.reporting.pages.series import Series, monthly
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "market-trend"
INDICATORS = ("open_positions", "posted_vacancies")
_AXES: tuple[Kind, ...] = ("occupation", "region")


@dataclass(frozen=True)
class Demand:
    """The course of demand, of the group `of` where the market is counted no finer."""

    finding: str
    of: str
    wide: Chart
    narrow: Chart
    table: Table


def demand(scene: Scene, kind: Kind, member: Member) -> Demand | None:
    """None where the market is not counted by this kind."""
    if kind not in _AXES:
        return None
    known = scene.data_set(DATA_SET).dimension(kind).position
    code = next((c for c in (member.code, member.parent, member.code[:1]) if c in known), None)
    if code is None or code == TOTAL:
        return None
    table, issued = scene.data_set(DATA_SET), scene.publication.issued
    found = [monthly(table, name, issued, **{kind: code}) for name in INDICATORS]
    return Demand(
        finding=_finding(scene, found[0]),
        of="" if code == member.code else scene.name(DATA_SET, kind, code),
        wide=_chart(scene, found, WIDE),
        narrow=_chart(scene, found, NARROW),
        table=_table(scene, found),
    )


def _finding(scene: Scene, positions: Series) -> str:
    say = scene.reader.say
    return {
        "rising": say("Open positions are rising"),
        "falling": say("Open positions are falling"),
        "unclear": say("Open positions show no clear direction"),
        "unknown": say("Too few months to tell where open positions head"),
    }[direction(positions.values).heading]


def _chart(scene: Scene, found: Sequence[Series], layout: Layout) -> Chart:
    say = scene.reader.say
    positions, posted = found
    drawing = lines(
        (
            _course(scene, say("Open positions by month"), positions),
            _course(scene, say("Vacancies posted by month"), posted),
        ),
        say("Open positions and vacancies posted by month; the table has the figures"),
        layout,
    )
    return Chart("charts/lines.svg", drawing, layout.width, layout.height)


def _course(scene: Scene, title: str, series: Series) -> Course:
    names = [period(code, scene.reader.language) for code in series.periods]
    return Course(title, "line", names, series.values, names)


def _table(scene: Scene, found: Sequence[Series]) -> Table:
    reader, known = scene.reader, scene.data_set(DATA_SET).definition
    indicators = [known.indicator(name) for name in INDICATORS]
    rows = [
        Line(
            period(code, reader.language),
            [
                cell_of(series.figures[i], indicator, reader)
                for series, indicator in zip(found, indicators, strict=True)
            ],
        )
        for i, code in enumerate(found[0].periods)
    ]
    columns = [reader.name(indicator.labels) for indicator in indicators]
    return Table(reader.say("By month"), reader.say("Period"), columns, rows[::-1])
