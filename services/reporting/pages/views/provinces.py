"""Where jobs and graduates do not meet: open positions per 100 graduates in every province."""

from collections.abc import Mapping, Sequence

from services.reporting.data_sets import TOTAL, Figure, Member
from services.reporting.pages.charts.choropleth import BREAKS, Words, choropleth
from services.reporting.pages.cuts import fitted
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import given_way, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Cell, Line, Table, cell_of

DATA_SET = "field-balance"
INDICATOR = "openings_per_100_graduates"
INDICATORS = (INDICATOR, "graduates", "openings", "tightness")
APPLIED = ("year", "level", "field")
EXAMPLE = "TH-10"
"""A province, such as the view is split by."""
_BALANCED_FROM, _BALANCED_TO = BREAKS[2], BREAKS[3]
_NAMED = 2


def view(scene: Scene) -> Panel:
    """The view for the page."""
    here = fitted(scene, APPLIED, {DATA_SET: {"region": EXAMPLE}})
    say, chosen = scene.reader.say, provinces(scene)
    figures = {member.code: _of(here, member.code, INDICATOR) for member in chosen}
    codes: dict[str, Sequence[str]] = {n: (c,) for n, c in here.choice.cell(*APPLIED).items()}
    codes["region"] = [member.code for member in chosen]
    return Panel(
        id="provinces",
        question=say("Where do jobs and graduates not meet?"),
        finding=finding(scene, figures),
        about=say("Open positions per 100 graduates by province of study; 100 = balance."),
        chart=_chart(scene, chosen, figures),
        tables=[_table(here, chosen)],
        quality=quality(scene, _of(here, scene.choice.region, "tightness")),
        unfiltered=given_way(scene, here, *APPLIED, "region"),
        source=Source(DATA_SET, codes, INDICATORS),
        wide=False,
    )


def provinces(scene: Scene) -> list[Member]:
    """The provinces of the region chosen, or the one province, by name; else all."""
    members = scene.data_set(DATA_SET).dimension("region").members
    chosen = scene.choice.region
    found = [
        member
        for member in members
        if member.code.startswith("TH-") and chosen in (TOTAL, member.code, member.parent)
    ]
    return sorted(found, key=lambda member: scene.reader.name(member.labels))


def finding(scene: Scene, figures: Mapping[str, Figure | None]) -> str:
    """How many provinces have fewer jobs than graduates, how many more, and the extremes."""
    say = scene.reader.say
    known = {c: f.value for c, f in figures.items() if f is not None and f.value is not None}
    if not known:
        return say("In no province there are enough records to compare jobs with graduates")
    fewer = [code for code, value in known.items() if value < _BALANCED_FROM]
    more = [code for code, value in known.items() if value >= _BALANCED_TO]
    stated = say(
        "Provinces with fewer jobs than graduates: {fewer}, with more: {more}",
        fewer=len(fewer), more=len(more),
    )  # fmt: skip
    if len(known) <= _NAMED:
        return stated
    most = sorted(known, key=lambda code: -known[code])[:_NAMED]
    names = [scene.name(DATA_SET, "region", code) for code in most]
    return say(
        "{stated}; most jobs per graduate in {names}",
        stated=stated, names=scene.reader.listed(names),
    )  # fmt: skip


def _chart(scene: Scene, chosen: Sequence[Member], figures: Mapping[str, Figure | None]) -> Chart:
    say = scene.reader.say
    indicator = scene.data_set(DATA_SET).definition.indicator(INDICATOR)
    words = Words(
        label=say("Map of the provinces; the table has the figures"),
        fewer=say("fewer jobs"),
        balance=say("balance"),
        more=say("more jobs"),
        no_data=say("not enough data, or hidden"),
        inset=say("Bangkok and vicinity"),
    )
    values = {code: figure.value if figure else None for code, figure in figures.items()}
    titles = {
        member.code: f"{scene.reader.name(member.labels)}: "
        f"{cell_of(figures[member.code], indicator, scene.reader).text}"
        for member in chosen
    }
    drawing = choropleth(values, titles, words)
    return Chart("charts/choropleth.svg", drawing, drawing.width, drawing.height)


def _table(scene: Scene, chosen: Sequence[Member]) -> Table:
    say, known = scene.reader.say, scene.data_set(DATA_SET).definition
    lines = [
        Line(scene.reader.name(member.labels), _cells(scene, member.code), member.code)
        for member in chosen
    ]
    total = Line(_whole(scene), _cells(scene, scene.choice.region), is_total=True)
    return Table(
        say("Jobs and graduates by province"),
        say("Province"),
        [scene.reader.name(known.indicator(name).labels) for name in INDICATORS],
        [*lines, total],
        "region",
    )


def _whole(scene: Scene) -> str:
    region = scene.choice.region
    if region == TOTAL:
        return scene.reader.say("Whole country")
    return scene.name(DATA_SET, "region", region)


def _cells(scene: Scene, region: str) -> list[Cell]:
    known = scene.data_set(DATA_SET).definition
    return [
        cell_of(_of(scene, region, name), known.indicator(name), scene.reader)
        for name in INDICATORS
    ]


def _of(scene: Scene, region: str, indicator: str) -> Figure | None:
    return scene.figure(DATA_SET, indicator, **scene.choice.cell(*APPLIED), region=region)
