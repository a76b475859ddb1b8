"""Figures as the cells of a page's table, with what a reader must know where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.data_sets import Figure, Indicator
from services.reporting.figures import REASONS
from services.reporting.pages.language import Reader, msgid
from services.reporting.pages.numbers import NOTHING, number, shown

_STATUS_TEXTS = {
    "suppressed": msgid("hidden"),
    "insufficient_evidence": msgid("no data"),
    "not_applicable": NOTHING,
}
_COUNTS = ("persons", "records")


@dataclass(frozen=True)
class Cell:
    """What a cell shows; `bounds` is its interval, `why` the reason it has no value.

    `href` is the page about the figure.
    """

    text: str
    bounds: str = ""
    why: str = ""
    status: str = "ok"
    href: str = ""


@dataclass(frozen=True)
class Line:
    """One row; `href` is the page about what it is of."""

    label: str
    cells: Sequence[Cell]
    code: str = ""
    href: str = ""
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """`head` names the first column, `columns` the others.

    `kind` is what the lines' codes are of where each has a page: an occupation, a field, …
    """

    caption: str
    head: str
    columns: Sequence[str]
    lines: Sequence[Line]
    kind: str = ""


def cell_of(figure: Figure | None, indicator: Indicator, reader: Reader) -> Cell:
    """The figure as a cell; no record at all is a count of zero, of anything else nothing."""
    if figure is None:
        return Cell("0" if indicator.unit in _COUNTS else NOTHING)
    if figure.value is None:
        text = reader.say(_STATUS_TEXTS.get(figure.status, NOTHING))
        return Cell(text, why=why(figure, reader), status=figure.status)
    return Cell(value_of(figure, indicator), bounds_of(figure, indicator), status=figure.status)


def value_of(figure: Figure, indicator: Indicator) -> str:
    """The value as it is read, marked `*` where it rests on few observations."""
    value = NOTHING if figure.value is None else _shown(figure.value, indicator)
    return value + ("*" if figure.status == "low" else "")


def bounds_of(figure: Figure, indicator: Indicator) -> str:
    """`12.1 – 18.0`; an open end is left open, and a count has no interval."""
    if figure.low is None and figure.high is None:
        return ""
    signed = indicator.unit == "points"
    ends = [
        "" if bound is None else number(bound, indicator.decimals, signed=signed)
        for bound in (figure.low, figure.high)
    ]
    return " – ".join(ends).strip()


def why(figure: Figure, reader: Reader) -> str:
    """The reason that a figure has no value, or is to be used with caution."""
    if figure.reason is None:
        return ""
    english, thai = REASONS[figure.reason]
    return thai if reader.language == "th" else english


def _shown(value: float, indicator: Indicator) -> str:
    return shown(value, indicator.unit, indicator.decimals)
