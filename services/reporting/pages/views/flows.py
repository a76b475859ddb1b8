"""Where graduates go, and how many are under-used: fields against groups of occupations."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.data_sets import TOTAL, Figure
from services.reporting.pages import short_names
from services.reporting.pages.charts.heat import Group, Heat, HeatMap, Row, shade_of
from services.reporting.pages.cuts import fitted
from services.reporting.pages.numbers import NOTHING, number
from services.reporting.pages.panel import Chart, Panel
from services.reporting.pages.quality import given_way, quality
from services.reporting.pages.scene import Scene
from services.reporting.pages.source import Source
from services.reporting.pages.table import Cell, Line, Table, cell_of, why

DATA_SET = "field-occupation-flows"
OUTCOMES = "graduate-outcomes"
SHARE, BELOW_LEVEL = "share_of_field", "over_normative_b"
APPLIED = ("year", "level")
GRADUATE = ("1", "21", "22", "23", "24", "25", "26", "3")
"""ISCO-08 groups that ask for tertiary education (map B of the normative method)."""
BELOW = ("4", "5", "6", "7", "8", "9")
GROUPS = (*GRADUATE, *BELOW)
_SPLIT = {"field": "01", "occupation": "21"}
"""Of what depth the members are that the view is split by."""
_HALF = 50.0
_NAMED = 3


@dataclass(frozen=True)
class Flow:
    """Where the graduates of a field work: the share of every group of `GROUPS`, in order."""

    field: str
    name: str
    shares: Sequence[Figure | None]
    below: Figure | None

    @property
    def is_total(self) -> bool:
        """Whether it is of all fields together."""
        return self.field == TOTAL


def view(scene: Scene) -> Panel:
    """The view for the page."""
    here = fitted(scene, APPLIED, {DATA_SET: _SPLIT, OUTCOMES: {"field": _SPLIT["field"]}})
    say, total, flows = scene.reader.say, _flow(here, TOTAL), by_share_below(here)
    heat = _heat(scene, [*flows, total])
    codes: dict[str, Sequence[str]] = {n: (c,) for n, c in here.choice.cell(*APPLIED).items()}
    fields = [flow.field for flow in flows]
    return Panel(
        id="flows",
        question=say("Where do graduates go, and how many are under-used?"),
        finding=finding(scene, flows),
        about=say(
            "Percent of each field's graduates in work whose occupation is known, by group of "
            "occupations (ISCO-08). Darker = more. Under each field: graduates whose level could "
            "be judged."
        ),
        chart=Chart("charts/heat.svg", heat, heat.width, heat.height),
        body="views/heat.html",
        content=heat,
        tables=[_table(scene, [*flows, total])],
        quality=quality(scene, flows[0].below if len(flows) == 1 else total.below),
        unfiltered=given_way(scene, here, *APPLIED, "field"),
        source=Source(
            DATA_SET,
            {**codes, "field": [*fields, TOTAL], "occupation": GROUPS},
            (SHARE, "employed_graduates"),
        ),
        further=[
            Source(
                OUTCOMES, {**codes, "field": [*fields, TOTAL], "region": (TOTAL,)}, (BELOW_LEVEL,)
            )
        ],
    )


def by_share_below(scene: Scene) -> list[Flow]:
    """Broad fields with graduates in work, from the best used to the most under-used."""
    chosen = scene.choice.field
    codes = [m.code for m in scene.data_set(DATA_SET).dimension("field").members]
    wanted = [c for c in codes if c.isdecimal() and len(c) == 2 and chosen in (TOTAL, c)]
    flows = [_flow(scene, code) for code in wanted]
    return sorted((flow for flow in flows if any(flow.shares)), key=_place)


def finding(scene: Scene, flows: Sequence[Flow]) -> str:
    """The fields of which clearly more than half work below their level; else the worst."""
    say = scene.reader.say
    known = [flow for flow in flows if flow.below is not None and flow.below.value is not None]
    if not known:
        return say("How many graduates are under-used cannot be told from these records")
    most = [flow.name for flow in reversed(known) if flow.below and (flow.below.low or 0) > _HALF]
    if most:
        return say(
            "More than half of those in work are below their level: {fields}",
            fields=scene.reader.listed(most[:_NAMED]),
        )
    if len(flows) == 1:
        return say(
            "{share} of those in work are below their level in {field}",
            field=known[0].name, share=_percent(scene, known[0].below).text,
        )  # fmt: skip
    return say(
        "{share} of those in work are below their level in {field}, the most under-used",
        field=known[-1].name, share=_percent(scene, known[-1].below).text,
    )  # fmt: skip


def _flow(scene: Scene, field: str) -> Flow:
    name = scene.reader.say("All fields") if field == TOTAL else _name(scene, field)
    return Flow(
        field,
        name,
        shares=[_share(scene, field, group) for group in GROUPS],
        below=scene.figure(OUTCOMES, BELOW_LEVEL, **scene.choice.cell(*APPLIED), field=field),
    )


def _name(scene: Scene, field: str) -> str:
    return short_names.field(field, scene.reader)


def _place(flow: Flow) -> tuple[bool, float]:
    value = flow.below.value if flow.below is not None else None
    return value is None, value or 0.0


def _heat(scene: Scene, flows: Sequence[Flow]) -> HeatMap:
    say = scene.reader.say
    return HeatMap(
        caption=say("Groups of occupations that each field's graduates work in"),
        head=say("Field of study"),
        groups=[
            Group(say("Graduate-level jobs (ISCO 1–3)"), _columns(scene, GRADUATE)),
            Group(say("Below that level (ISCO 4–9)"), _columns(scene, BELOW)),
        ],
        sum_head=say("Below their level"),
        rows=[_row(scene, flow) for flow in flows],
    )


def _columns(scene: Scene, codes: Sequence[str]) -> list[tuple[str, str]]:
    return [(code, short_names.occupation(code, scene.reader)) for code in codes]


def _row(scene: Scene, flow: Flow) -> Row:
    below = flow.below
    return Row(
        label=flow.name,
        count=NOTHING if below is None or below.n is None else number(below.n),
        cells=[_heat_cell(scene, share) for share in flow.shares],
        total=_percent(scene, below).text,
        bar=round(below.value, 1) if below is not None and below.value is not None else 0.0,
        is_total=flow.is_total,
    )


def _heat_cell(scene: Scene, share: Figure | None) -> Heat:
    if share is None:
        return Heat("·", 0)
    if share.value is None:
        return Heat(_percent(scene, share).text, None, why(share, scene.reader))
    return Heat(number(share.value), shade_of(share.value))


def _percent(scene: Scene, figure: Figure | None) -> Cell:
    known = scene.data_set(OUTCOMES).definition.indicator(BELOW_LEVEL)
    return cell_of(figure, known, scene.reader)


def _table(scene: Scene, flows: Sequence[Flow]) -> Table:
    say = scene.reader.say
    columns = [f"{code} {name}" for code, name in _columns(scene, GROUPS)]
    return Table(
        say("Groups of occupations by field, with intervals"),
        say("Field of study"),
        [*columns, say("Below their level")],
        [_line(scene, flow) for flow in flows],
        "field",
    )


def _line(scene: Scene, flow: Flow) -> Line:
    known = scene.data_set(DATA_SET).definition.indicator(SHARE)
    cells = [cell_of(figure, known, scene.reader) for figure in flow.shares]
    cells.append(_percent(scene, flow.below))
    code = "" if flow.is_total else flow.field
    return Line(flow.name, cells, code, is_total=flow.is_total)


def _share(scene: Scene, field: str, occupation: str) -> Figure | None:
    codes = scene.choice.cell(*APPLIED)
    return scene.figure(DATA_SET, SHARE, **codes, field=field, occupation=occupation)
