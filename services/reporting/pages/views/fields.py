"""Which programmes to grow or shrink: how much each field is wanted beyond what is taught."""

from collections.abc import Sequence

from services.reporting.data_sets import TOTAL, UNKNOWN, Figure
from services.reporting.pages import short_names
from services.reporting.pages.charts.diverging import (
    NARROW,
    WIDE,
    Layout,
    Words,
    diverging,
    look_of,
)
from services.reporting.pages.cuts import fitted
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import given_way, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "field-balance"
INDICATORS = ("share_gap", "graduates", "openings", "openings_per_100_graduates", "tightness")
APPLIED = ("year", "level", "region")
EXAMPLE = "01"
"""A broad field, such as the view is split by."""
_NAMED = 2

Gap = tuple[str, Figure | None]


def view(scene: Scene) -> Panel:
    """The view for the page."""
    here = fitted(scene, APPLIED, {DATA_SET: {"field": EXAMPLE}})
    say, gaps = scene.reader.say, by_gap(here)
    codes = {name: (code,) for name, code in here.choice.cell(*APPLIED).items()}
    return Panel(
        id="fields",
        question=say("Which programmes to grow or shrink?"),
        finding=finding(scene, gaps),
        about=say(
            "Share of open positions less share of graduates, in percentage points, "
            "where vacancies name a field. Whiskers show the 90% interval."
        ),
        chart=_chart(here, gaps, WIDE),
        narrow=_chart(here, gaps, NARROW),
        notes=[
            say("Hatched = the interval crosses zero, no clear verdict"),
            say("Dashed = not enough data, or hidden"),
        ],
        tables=[_table(here, gaps)],
        quality=quality(scene, _of(here, TOTAL, "tightness")),
        unfiltered=given_way(scene, here, *APPLIED),
        source=Source(DATA_SET, codes, INDICATORS),
        wide=False,
    )


def by_gap(scene: Scene) -> list[Gap]:
    """Broad fields with records, from the greatest surplus of graduates to the shortage."""
    members = scene.data_set(DATA_SET).dimension("field").members
    codes = [m.code for m in members if m.code.isdecimal()]
    known = [(code, gap) for code in codes if (gap := _of(scene, code, "share_gap")) is not None]
    return sorted(known, key=lambda found: _place(found[1]))


def finding(scene: Scene, gaps: Sequence[Gap]) -> str:
    """The fields clearly most wanted and those clearly most in surplus, as far as any is."""
    say = scene.reader.say
    short = [code for code, gap in reversed(gaps) if look_of(gap) == "shortage"][:_NAMED]
    many = [code for code, gap in gaps if look_of(gap) == "surplus"][:_NAMED]
    if short and many:
        return say(
            "{short}: wanted more than taught; {many}: taught more than wanted",
            short=_names(scene, short), many=_names(scene, many),
        )  # fmt: skip
    if short:
        return say("{short}: wanted more than taught", short=_names(scene, short))
    if many:
        return say("{many}: taught more than wanted", many=_names(scene, many))
    return say("No field is clearly short or in surplus yet")


def _place(gap: Figure | None) -> tuple[bool, float]:
    value = gap.value if gap is not None else None
    return value is None, value or 0.0


def _names(scene: Scene, codes: Sequence[str]) -> str:
    return scene.reader.listed([short_names.field(code, scene.reader) for code in codes])


def _chart(scene: Scene, gaps: Sequence[Gap], layout: Layout) -> Chart:
    say, chosen = scene.reader.say, scene.choice.field
    words = Words(
        say("Bars of the gap between demand and supply by field; the table has the figures"),
        say("more graduates"),
        say("more jobs"),
    )
    rows = [(short_names.field(code, scene.reader), gap) for code, gap in gaps]
    marked = None if chosen == TOTAL else short_names.field(chosen, scene.reader)
    drawing = diverging(rows, marked, words, layout)
    return Chart("charts/diverging.svg", drawing, layout.width, drawing.height)


def _table(scene: Scene, gaps: Sequence[Gap]) -> Table:
    say, known = scene.reader.say, scene.data_set(DATA_SET).definition
    codes = [*(code for code, _ in gaps), UNKNOWN, TOTAL]
    return Table(
        say("Demand and supply by field of study"),
        say("Field of study (ISCED-F)"),
        [scene.reader.name(known.indicator(name).labels) for name in INDICATORS],
        [_line(scene, code) for code in codes if _of(scene, code, "graduates") is not None],
        "field",
    )


def _line(scene: Scene, code: str) -> Line:
    known = scene.data_set(DATA_SET).definition
    cells = [
        cell_of(_of(scene, code, name), known.indicator(name), scene.reader) for name in INDICATORS
    ]
    if code == TOTAL:
        return Line(scene.reader.say("All fields"), cells, is_total=True)
    stated = code if code.isdecimal() else ""
    return Line(scene.name(DATA_SET, "field", code), cells, stated)


def _of(scene: Scene, field: str, indicator: str) -> Figure | None:
    return scene.figure(DATA_SET, indicator, **scene.choice.cell(*APPLIED), field=field)
