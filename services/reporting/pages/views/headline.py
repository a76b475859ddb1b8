"""Is the system in balance, and which way does it move: the country at a glance."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.data_sets import TOTAL, Figure, Indicator
from services.reporting.pages.charts.sparkline import Sparkline, sparkline
from services.reporting.pages.cuts import fitted, is_cut
from services.reporting.pages.language import msgid
from services.reporting.pages.numbers import NOTHING, number
from services.reporting.pages.numbers import year as in_era
from services.reporting.pages.outlook import outlook
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import given_way, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, bounds_of, cell_of, value_of, why

Look = Literal["surplus", "shortage", "balance", "neutral", "none"]
DIMENSIONS = ("year", "level", "region", "field")
BALANCED = (95.0, 105.0)
"""Openings per 100 graduates that are called balance where no interval tells more."""


@dataclass(frozen=True)
class Measure:
    """A card's indicator and its wording; `unit` is what the value is counted in.

    A stock is counted today, and the same for every year of graduation.
    """

    data_set: str
    indicator: str
    title: str
    unit: str
    is_stock: bool = False


MEASURES = (
    Measure("graduate-outcomes", "graduates", msgid("Graduates"), msgid("people")),
    Measure(
        "field-balance", "openings",
        msgid("Open positions"), msgid("positions open now"), is_stock=True,
    ),
    Measure(
        "field-balance", "openings_per_100_graduates",
        msgid("Open positions per 100 graduates"), msgid("100 = balance"), is_stock=True,
    ),
    Measure(
        "graduate-outcomes", "employment_rate",
        msgid("In work"), msgid("of graduates available for work"),
    ),
    Measure(
        "graduate-outcomes", "over_normative_b",
        msgid("Working below their level"), msgid("of graduates in work"),
    ),
    Measure(
        "graduate-outcomes", "field_mismatch_rule",
        msgid("Working outside their field"), msgid("of graduates in work"),
    ),
)  # fmt: skip
_BALANCE = MEASURES[2]
_TABLES = ("graduate-outcomes", "field-balance")


@dataclass(frozen=True)
class Card:
    """One figure, how sure it is, how it moved and went; `value` may be a dash, with a reason."""

    title: str
    value: str
    unit: str
    interval: str
    change: str
    move: Literal["up", "down", "none"]
    look: Look
    line: Sparkline


def view(scene: Scene) -> Panel:
    """The view for the page."""
    say, here = scene.reader.say, fitted(scene, DIMENSIONS, {name: {} for name in _TABLES})
    cards = [_card(here, measure) for measure in MEASURES]
    return Panel(
        id="headline",
        question=say("Is the system in balance, and which way does it move?"),
        finding=finding(here),
        about=say(
            "Graduates of the year chosen beside the positions open now. "
            "Lines: all years of graduation."
        ),
        chart=Chart("charts/cards.svg", cards, 960, 330),
        body="views/cards.html",
        content=cards,
        tables=[_table(here)],
        quality=quality(scene, _figure(here, MEASURES[4])),
        unfiltered=given_way(scene, here, *DIMENSIONS),
        source=_source(here, "graduate-outcomes"),
        further=[_source(here, "field-balance")],
    )


def finding(scene: Scene) -> str:
    """Whether there are jobs for the graduates, and where the number of jobs heads.

    Against another year's graduates it would be the same jobs: that is no movement of the market.
    """
    say, found = scene.reader.say, _figure(scene, _BALANCE)
    if found is None or found.value is None:
        return say("Whether there are jobs for the graduates cannot be told from these records")
    value = number(found.value)
    stated = {
        "surplus": say(
            "{value} open positions for 100 graduates: fewer than graduates", value=value
        ),
        "shortage": say(
            "{value} open positions for 100 graduates: more than graduates", value=value
        ),
    }.get(look_of(found), say("{value} open positions for 100 graduates: balanced", value=value))
    heading = outlook(scene.data_set("market-trend"), scene.publication.issued).demand.heading
    if heading == "rising":
        return say("{stated}, and open positions are rising", stated=stated)
    if heading == "falling":
        return say("{stated}, and open positions are falling", stated=stated)
    return stated


def look_of(found: Figure) -> Look:
    """What the openings per 100 graduates mean, as far as their interval bears it out."""
    if found.value is None:
        return "none"
    low, high = found.low, found.high
    if low is None and high is None:
        low, high = (found.value * 100 / bound for bound in reversed(BALANCED))
    if high is not None and high < 100:
        return "surplus"
    return "shortage" if low is not None and low > 100 else "balance"


def overlapping(one: Figure, other: Figure) -> bool:
    """Whether the intervals of two figures meet; without intervals, whether they are equal."""
    if None in (one.low, one.high, other.low, other.high):
        return one.value == other.value
    return not (one.high < other.low or other.high < one.low)  # type: ignore[operator]


def _card(scene: Scene, measure: Measure) -> Card:
    say, indicator = scene.reader.say, _indicator(scene, measure)
    found = _figure(scene, measure)
    line = sparkline([], None) if measure.is_stock else _line(scene, measure)
    title = say(measure.title)
    if found is None or found.value is None:
        reason = why(found, scene.reader) if found else say("There is no record of this choice")
        return Card(title, NOTHING, "", reason, "", "none", "none", line)
    bounds = bounds_of(found, indicator)
    interval = say("90% interval: {bounds}", bounds=bounds) if bounds else ""
    change, move = _change(scene, measure, found, indicator)
    look = look_of(found) if measure is _BALANCE else "neutral"
    value = value_of(found, indicator)
    return Card(title, value, say(measure.unit), interval, change, move, look, line)


def _change(
    scene: Scene, measure: Measure, found: Figure, indicator: Indicator
) -> tuple[str, Literal["up", "down", "none"]]:
    if measure.is_stock:
        return scene.reader.say("whatever the year of graduation"), "none"
    before = _figure(scene, measure, _year_before(scene))
    if before is None or before.value is None or found.value is None or not before.value:
        return scene.reader.say("no figure of the year before"), "none"
    difference = found.value - before.value
    is_count = indicator.unit in ("persons", "records")
    if not is_count and overlapping(found, before):
        return scene.reader.say("no clear change on the year before"), "none"
    size = 100 * difference / before.value if is_count else difference
    text = number(abs(size), 1 if is_count else indicator.decimals) + ("%" if is_count else "")
    if not text.strip("0.,%"):
        return scene.reader.say("as in the year before"), "none"
    if indicator.unit == "percent":
        text = scene.reader.say("{size} points", size=text)
    if difference > 0:
        return scene.reader.say("{size} up on the year before", size=text), "up"
    return scene.reader.say("{size} down on the year before", size=text), "down"


def _line(scene: Scene, measure: Measure) -> Sparkline:
    years = _years(scene, measure)
    values = [f.value if (f := _figure(scene, measure, year)) else None for year in years]
    chosen = scene.choice.year
    return sparkline(values, years.index(chosen) if chosen in years else None)


def _figure(scene: Scene, measure: Measure, year: str | None = None) -> Figure | None:
    codes = scene.choice.cell(*DIMENSIONS)
    codes["year"] = codes["year"] if year is None else year
    return scene.figure(measure.data_set, measure.indicator, **codes)


def _indicator(scene: Scene, measure: Measure) -> Indicator:
    return scene.data_set(measure.data_set).definition.indicator(measure.indicator)


def _year_before(scene: Scene) -> str:
    """A code that no table has where all years are chosen."""
    chosen = scene.choice.year
    return "" if chosen == TOTAL else str(int(chosen) - 1)


def _years(scene: Scene, measure: Measure) -> list[str]:
    table = scene.data_set(measure.data_set)
    years = sorted(m.code for m in table.dimension("year").members if m.code.isdecimal())
    others = scene.choice.cell(*DIMENSIONS[1:])
    return years if years and is_cut(table, **others, year=years[-1]) else []


def _table(scene: Scene) -> Table:
    say = scene.reader.say
    years = [*_years(scene, _BALANCE), TOTAL]
    return Table(
        say("Headline figures by year of graduation"),
        say("Year of graduation"),
        [say(measure.title) for measure in MEASURES],
        [_year_line(scene, year) for year in years],
    )


def _year_line(scene: Scene, year: str) -> Line:
    cells = [
        cell_of(_figure(scene, measure, year), _indicator(scene, measure), scene.reader)
        for measure in MEASURES
    ]
    if year == TOTAL:
        return Line(scene.reader.say("All years"), cells, is_total=True)
    return Line(in_era(year, scene.reader.language), cells)


def _source(scene: Scene, data_set: str) -> Source:
    codes: dict[str, Sequence[str]] = {
        name: (code,) for name, code in scene.choice.cell(*DIMENSIONS[1:]).items()
    }
    wanted = [m.indicator for m in MEASURES if m.data_set == data_set]
    return Source(data_set, codes, wanted)
