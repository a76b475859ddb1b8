"""The tables beside and below the chart, cell by cell as they are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from services.reporting.dashboard.numbers import mark, per_hundred, percent, points, whole
from services.reporting.dashboard.wording import say
from services.reporting.figures import REASONS, Figure, Interval
from services.reporting.labels import labels_of
from services.reporting.methods import Method, methods_of
from services.reporting.queries.report import Row, Table
from shared.web.language import Language


@dataclass(frozen=True)
class Cell:
    """What a cell shows; `bounds` is its interval, `why` the reason it has no value."""

    text: str
    bounds: str = ""
    why: str = ""
    status: str = "ok"


@dataclass(frozen=True)
class Line:
    """One field, or all of them."""

    code: str
    label: str
    cells: Sequence[Cell]
    is_total: bool = False


@dataclass(frozen=True)
class MismatchTable:
    """One table of methods side by side; the last line is the total."""

    caption: str
    methods: Sequence[str]
    lines: Sequence[Line]


def balance_lines(rows: Sequence[Row], market: Table, language: Language) -> list[Line]:
    """Gap, graduates, openings and openings per 100 seekers, as the chart is sorted."""
    unknown = [row for row in market.rows if row.group[0] is None]
    lines = [_line(row, _market_cells(row, language), language) for row in (*rows, *unknown)]
    return [*lines, _total(_market_cells(market.total, language), language)]


def mismatch_tables(fit: Table, language: Language) -> list[MismatchTable]:
    """One table on level, one on field and skills."""
    return [
        _mismatch_table("vertical", methods_of(("vertical",)), fit, language),
        _mismatch_table("horizontal", methods_of(("horizontal", "skill")), fit, language),
    ]


def _mismatch_table(
    caption: str, methods: Sequence[Method], fit: Table, language: Language
) -> MismatchTable:
    def cells(row: Row) -> list[Cell]:
        return [_share_cell(_finding(row, method), language) for method in methods]

    lines = [_line(row, cells(row), language) for row in fit.rows]
    return MismatchTable(
        caption=say(language, caption),
        methods=[say(language, method.column) for method in methods],
        lines=[*lines, _total(cells(fit.total), language)],
    )


def _finding(row: Row, method: Method) -> Figure:
    """The method's first measure: over-education, or mismatch."""
    wanted = method.dimension, method.name, method.measures[0]
    return next(f for f in row.figures if (f.dimension, f.method, f.measure) == wanted)


def _market_cells(row: Row, language: Language) -> list[Cell]:
    return [
        _cell(row.figure("share_gap"), points, points, language),
        _cell(row.figure("graduates"), whole, whole, language),
        _cell(row.figure("openings"), whole, whole, language),
        _cell(row.figure("tightness"), per_hundred, per_hundred, language),
    ]


def _share_cell(figure: Figure, language: Language) -> Cell:
    return _cell(figure, percent, lambda share: f"{share * 100:.0f}", language)


def _cell(
    figure: Figure,
    show: Callable[[float], str],
    bound: Callable[[float], str],
    language: Language,
) -> Cell:
    if figure.value is None:
        english, thai = REASONS[figure.reason or "facts_missing"]
        why = thai if language == "th" else english
        return Cell(say(language, figure.status), why=why, status=figure.status)
    text = show(figure.value) + mark(figure)
    return Cell(text, _bounds(figure.interval, bound), status=figure.status)


def _bounds(interval: Interval | None, bound: Callable[[float], str]) -> str:
    """`12 – 18`; an open end is left open."""
    if interval is None or interval.low is None:
        return ""
    return f"{bound(interval.low)} – {'' if interval.high is None else bound(interval.high)}"


def _line(row: Row, cells: Sequence[Cell], language: Language) -> Line:
    code = row.group[0]
    return Line(str(code or ""), labels_of("field", code)[language], cells)


def _total(cells: Sequence[Cell], language: Language) -> Line:
    return Line("", say(language, "all_fields"), cells, is_total=True)
