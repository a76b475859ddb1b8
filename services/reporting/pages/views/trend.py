"""Whether the gap will close: open positions month by month and graduates year by year."""

from services.reporting.data_sets import TOTAL, Figure
from services.reporting.pages.charts.lines import (
    NARROW,
    WIDE,
    Course,
    Form,
    Layout,
    lines,
)
from services.reporting.pages.direction import Direction
from services.reporting.pages.numbers import number, period
from services.reporting.pages.outlook import Outlook, outlook
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import not_filtered, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.series import Series
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "market-trend"
BY_MONTH = ("open_positions", "open_vacancies", "posted_vacancies", "vacancy_rate")
BY_YEAR = ("graduates", "unemployment_rate")


def view(scene: Scene) -> Panel:
    """The view for the page."""
    region = _place(scene, scene.choice.region)
    applied = ["region"] if region == scene.choice.region else []
    return panel(scene, not_filtered(scene, *applied), region=region)


def panel(
    scene: Scene, unfiltered: str = "", region: str = TOTAL, occupation: str = TOTAL
) -> Panel:
    """Supply and demand of one region and one major group of occupations."""
    say = scene.reader.say
    found = outlook(scene.data_set(DATA_SET), scene.publication.issued, region)
    codes = {"occupation": occupation, "region": region}
    newest = next((figure for figure in reversed(found.positions.figures) if figure), None)
    return Panel(
        id="trend",
        question=say("Will the gap close?"),
        finding=finding(scene, found),
        about=" ".join(_directions(scene, found)),
        chart=_chart(scene, found, WIDE),
        narrow=_chart(scene, found, NARROW),
        notes=[
            say("A direction is read from the past and is no forecast."),
            say("The month in which the figures were made is left out: it was not over."),
        ],
        tables=[
            _table(scene, say("By month"), found.positions, BY_MONTH, codes),
            _table(scene, say("By year"), found.graduates, BY_YEAR, codes),
        ],
        quality=quality(scene, newest),
        unfiltered=unfiltered,
        source=Source(
            DATA_SET, {name: [code] for name, code in codes.items()}, (*BY_MONTH, *BY_YEAR)
        ),
    )


def finding(scene: Scene, found: Outlook) -> str:
    """Whether jobs outgrow graduates, as far as it can be told."""
    say = scene.reader.say
    return {
        "gaining": say("Open positions are growing faster than graduates"),
        "losing": say("Open positions are falling behind graduates"),
        "unclear": say("Neither jobs nor graduates clearly outgrow the other"),
        "unknown": say("The record is too short to say whether the gap will close"),
    }[found.answer]


def _place(scene: Scene, region: str) -> str:
    """The region, or of a province the region it lies in."""
    known = scene.data_set(DATA_SET).dimension("region").position
    if region in known:
        return region
    places = scene.data_set("graduate-outcomes").dimension("region")
    parent = places.members[places.position[region]].parent
    return parent if parent is not None and parent in known else TOTAL


def _directions(scene: Scene, found: Outlook) -> tuple[str, str]:
    say = scene.reader.say
    months, years = len(found.positions.periods), len(found.graduates.periods)
    return (
        say("Open positions over {count} months:", count=months)
        + " "
        + _direction(scene, found.demand, say("a month"))
        + ".",
        say("Graduates over {count} years:", count=years)
        + " "
        + _direction(scene, found.supply, say("a year"))
        + ".",
    )


def _direction(scene: Scene, found: Direction, each: str) -> str:
    say = scene.reader.say
    if found.heading == "unknown":
        return say("too few to tell a direction")
    bounds = {
        "step": number(abs(found.step)),
        "low": number(found.low, signed=True),
        "high": number(found.high, signed=True),
        "each": each,
    }
    return {
        "rising": say("rising, {step} {each} (90% interval {low} to {high})", **bounds),
        "falling": say("falling, {step} {each} (90% interval {low} to {high})", **bounds),
        "unclear": say("no clear direction (90% interval {low} to {high} {each})", **bounds),
    }[found.heading]


def _chart(scene: Scene, found: Outlook, layout: Layout) -> Chart:
    say = scene.reader.say
    drawing = lines(
        (
            _course(scene, say("Open positions by month"), "line", found.positions),
            _course(scene, say("Graduates by year"), "columns", found.graduates),
        ),
        say("Open positions by month and graduates by year; the tables have the figures"),
        layout,
    )
    return Chart("charts/lines.svg", drawing, layout.width, layout.height)


def _course(scene: Scene, title: str, form: Form, series: Series) -> Course:
    known = scene.data_set(DATA_SET).definition
    names = [period(code, scene.reader.language) for code in series.periods]
    texts = [
        f"{name}: {cell_of(figure, known.indicator(figure.indicator), scene.reader).text}"
        if figure
        else f"{name}: 0"
        for name, figure in zip(names, series.figures, strict=True)
    ]
    return Course(title, form, names, series.values, texts)


def _table(
    scene: Scene, caption: str, series: Series, indicators: tuple[str, ...], codes: dict[str, str]
) -> Table:
    reader, known = scene.reader, scene.data_set(DATA_SET).definition

    def figure(name: str, code: str) -> Figure | None:
        return scene.figure(DATA_SET, name, period=code, **codes)

    rows = [
        Line(
            period(code, reader.language),
            [cell_of(figure(name, code), known.indicator(name), reader) for name in indicators],
        )
        for code in reversed(series.periods)
    ]
    columns = [reader.name(known.indicator(name).labels) for name in indicators]
    return Table(caption, reader.say("Period"), columns, rows)
