"""Everything the page shows, worked out before the template sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from services.reporting.dashboard import filters, tables
from services.reporting.dashboard.cards import Card, cards
from services.reporting.dashboard.chart import NARROW, WIDE, Chart, diverging
from services.reporting.dashboard.filters import Option
from services.reporting.dashboard.findings import balance_finding, mismatch_finding
from services.reporting.dashboard.numbers import moment, percent, whole
from services.reporting.dashboard.tables import Line, MismatchTable
from services.reporting.dashboard.wording import short_field
from services.reporting.queries.balance import balance_report
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.mismatch import mismatch_report
from services.reporting.queries.report import Report, Row, Table
from services.reporting.queries.selection import Selection
from shared.web.language import Language

BY_FIELD = Grouping(("field",))


@dataclass(frozen=True)
class Quality:
    """How complete the figures are, and what they were made with."""

    answered: str
    judged: str
    uncoded: str
    fields_stated: str
    records: str
    last_update: str | None
    method: str
    versions: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class View:
    """The page's content in one language."""

    is_empty: bool
    synthetic: bool
    options: Mapping[str, Sequence[Option]]
    cards: Sequence[Card]
    balance_heading: str
    charts: Mapping[str, Chart]
    balance: Sequence[Line]
    mismatch_heading: str
    mismatch: Sequence[MismatchTable]
    quality: Quality


def make_view(connection: Connection, selection: Selection, on: date, language: Language) -> View:
    """The view of the records selected, with vacancies open on that day."""
    balance = balance_report(connection, selection, BY_FIELD, on)
    mismatch = mismatch_report(connection, selection, BY_FIELD)
    market, fit = balance.tables[0], mismatch.tables[0]
    rows = _by_gap(market)
    bars = [(short_field(language, str(r.group[0])), r.figure("share_gap")) for r in rows]
    return View(
        is_empty=not market.rows,
        synthetic=balance.provenance.synthetic or mismatch.provenance.synthetic,
        options=_options(connection, selection, language),
        cards=cards(market.total, fit.total, language),
        balance_heading=balance_finding(bars, language),
        charts={
            "wide": diverging("wide", bars, WIDE),
            "narrow": diverging("narrow", bars, NARROW),
        },
        balance=tables.balance_lines(rows, market, language),
        mismatch_heading=mismatch_finding(fit.total, language),
        mismatch=tables.mismatch_tables(fit, language),
        quality=_quality(market.total, fit.total, mismatch, language),
    )


def _by_gap(market: Table) -> list[Row]:
    """Fields from the greatest surplus of graduates to the greatest shortage; unknown last."""

    def place(row: Row) -> tuple[bool, float]:
        gap = row.figure("share_gap").value
        return gap is None, gap or 0.0

    return sorted((row for row in market.rows if row.group[0] is not None), key=place)


def _options(
    connection: Connection, selection: Selection, language: Language
) -> dict[str, Sequence[Option]]:
    return {
        "year_from": filters.year_options(connection, selection.year_from, language),
        "year_to": filters.year_options(connection, selection.year_to, language),
        "regions": filters.region_options(selection.region, language),
        "provinces": filters.province_options(selection.region, language),
        "level": filters.level_options(selection.level, language),
    }


def _quality(market: Row, fit: Row, report: Report, language: Language) -> Quality:
    judged, made_by = fit.figure("over", "normative_b"), report.provenance
    return Quality(
        answered=percent(market.figure("seekers").coverage),
        judged=percent(judged.coverage),
        uncoded=percent(judged.uncoded),
        fields_stated=percent(market.figure("vacancies").coverage),
        records="–" if judged.n is None else whole(judged.n),
        last_update=moment(made_by.last_update, language),
        method=made_by.method,
        versions=[
            (name, ", ".join(found))
            for name, found in {**made_by.models, **made_by.taxonomies}.items()
        ],
    )
