"""Which programmes pay off: pay and employment of an institution's graduates by field."""

from collections.abc import Sequence

from services.reporting.data_sets import TOTAL
from services.reporting.pages.charts.ranges import NARROW, WIDE, Layout, Spread, ranges
from services.reporting.pages.cuts import fitted
from services.reporting.pages.names import is_group
from services.reporting.pages.numbers import number
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.programmes import INDICATORS, Programme, largest, parts_of
from services.reporting.pages.quality import given_way, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Line, Table, cell_of

DATA_SET = "programme-outcomes"


def view(scene: Scene) -> Panel:
    """The view for the page."""
    here = _fitted(scene)
    say, choice = scene.reader.say, here.choice
    found = largest(scene.data_set(DATA_SET), choice.year, choice.level, choice.field)
    base = scene.figure(DATA_SET, "employment_rate", **choice.cell("year", "level", "field"))
    hidden = say(
        "{more} more programmes are in the data; {hidden} are hidden, being too small to show.",
        more=number(found.more), hidden=number(found.hidden),
    )  # fmt: skip
    codes = {
        "institution": _each([programme.institution.code for programme in found.shown]),
        "field": _each([programme.field.code for programme in found.shown]),
        **{name: [code] for name, code in choice.cell("level", "year").items()},
    }
    return Panel(
        id="programmes",
        question=say("Which programmes pay off?"),
        finding=finding(scene, found.shown),
        about=say(
            "Monthly pay of graduates in work, in baht: the median and the middle half, by field "
            "and institution. The {count} largest programmes, best paid first.",
            count=len(found.shown),
        ),
        chart=_chart(scene, found.shown, WIDE),
        narrow=_chart(scene, found.shown, NARROW),
        notes=[
            say("Pay does not tell what a programme adds: entrants differ between institutions."),
            hidden,
        ],
        tables=[_table(scene, found.shown)],
        quality=quality(scene, base),
        unfiltered=given_way(scene, here, "year", "level", "field"),
        source=Source(DATA_SET, codes, INDICATORS),
    )


def _fitted(scene: Scene) -> Scene:
    """The scene with the filters that the table is split by together with programmes."""
    table, field = scene.data_set(DATA_SET), scene.choice.field
    institutions = (m.code for m in table.dimension("institution").members if is_group(m.code))
    fields = (member.code for member in parts_of(table.dimension("field"), field))
    split = {"institution": next(institutions, TOTAL), "field": next(fields, field)}
    return fitted(scene, ("year", "level"), {DATA_SET: split})


def finding(scene: Scene, shown: Sequence[Programme]) -> str:
    """How far apart the medians lie; no ranking, which small differences would not bear."""
    say = scene.reader.say
    known = [pay for programme in shown if (pay := programme.pay) is not None]
    if len(known) < 2:
        return say("Too few programmes have enough answers to compare pay")
    return say(
        "Depending on the programme, half of its graduates earn more than {least} to {most} baht",
        least=number(min(known)),
        most=number(max(known)),
    )


def _chart(scene: Scene, shown: Sequence[Programme], layout: Layout) -> Chart:
    say = scene.reader.say
    drawing = ranges(
        [_spread(scene, programme) for programme in shown],
        say("Pay of each programme's graduates; the table has the figures"),
        say("middle half and median, baht a month"),
        (say("in work"), say("graduates")),
        layout,
    )
    return Chart("charts/ranges.svg", drawing, layout.width, drawing.height)


def _spread(scene: Scene, programme: Programme) -> Spread:
    of, known = programme.figures, scene.data_set(DATA_SET).definition
    rate, graduates, pay = (
        cell_of(of[name], known.indicator(name), scene.reader).text
        for name in ("employment_rate", "graduates", "pay_p50")
    )
    low, middle, high = (of[name].value for name in ("pay_p25", "pay_p50", "pay_p75"))
    return Spread(
        scene.reader.name(programme.institution.labels),
        scene.reader.name(programme.field.labels),
        low, middle, high, pay if middle is None else "", (rate, graduates),
    )  # fmt: skip


def _table(scene: Scene, shown: Sequence[Programme]) -> Table:
    reader, known = scene.reader, scene.data_set(DATA_SET).definition
    lines = [
        Line(
            f"{reader.name(one.institution.labels)} · {reader.name(one.field.labels)}",
            [cell_of(one.figures[name], known.indicator(name), reader) for name in INDICATORS],
            code=one.field.code,
        )
        for one in shown
    ]
    columns = [reader.name(known.indicator(name).labels) for name in INDICATORS]
    caption, head = reader.say("Outcomes by programme"), reader.say("Programme")
    return Table(caption, head, columns, lines, "field")


def _each(codes: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(codes))
