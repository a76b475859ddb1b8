"""Reports as what callers read: plain values with both languages' names."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.reporting.figures import REASONS, Figure
from services.reporting.labels import labels_of
from services.reporting.queries.report import NOTES, Provenance, Report, Row, Table

PLACES = 6
"""Decimal places of published values: what differs below is the order of adding up."""


def report(found: Report) -> dict[str, Any]:
    """All of a report but the time it was made, so that equal figures are equal answers."""
    return {
        "report": found.name,
        **_subject(found),
        "synthetic": found.provenance.synthetic,
        "versions": versions(found.provenance),
        "selection": _selection(found.selection),
        **_tables(found),
        "agreement": [figure(f) for f in found.agreement],
        "notes": [{"code": code, **_words(NOTES[code])} for code in found.notes],
    }


def versions(made_by: Provenance) -> dict[str, Any]:
    """What the figures were made with; `data` is when the newest assessment was made."""
    return {
        "method": made_by.method,
        "taxonomy": made_by.taxonomies,
        "model": made_by.models,
        "data": made_by.last_update,
    }


def figure(shown: Figure) -> dict[str, Any]:
    """One figure; what was suppressed has no value to leave out."""
    return {
        "measure": shown.measure,
        "dimension": shown.dimension,
        "method": shown.method,
        "value": rounded(shown.value),
        "n": shown.n,
        "interval": _interval(shown),
        "status": shown.status,
        "reason": _reason(shown.reason),
        "coverage": rounded(shown.coverage),
        "uncoded": rounded(shown.uncoded),
    }


def rounded(value: float | None) -> float | int | None:
    """To six places; whole numbers without a point."""
    if value is None:
        return None
    number = round(value, PLACES)
    return int(number) if number == int(number) else number


def _subject(found: Report) -> dict[str, Any]:
    if found.subject is None:
        return {}
    return {"code": found.subject, "labels": labels_of("occupation", found.subject)}


def _tables(found: Report) -> dict[str, Any]:
    if found.subject is None:
        (table,) = found.tables
        return _table(table)
    return {"tables": {table.name: _table(table) for table in found.tables}}


def _table(table: Table) -> dict[str, Any]:
    return {
        "rows": [_row(table.by, row) for row in table.rows],
        "total": _row((), table.total),
    }


def _row(by: Sequence[str], row: Row) -> dict[str, Any]:
    group = {
        name: {"code": code, "labels": labels_of(name, code)}
        for name, code in zip(by, row.group, strict=True)
    }
    return {"group": group, "figures": [figure(f) for f in row.figures]}


def _interval(shown: Figure) -> dict[str, Any] | None:
    if shown.interval is None:
        return None
    bounds = asdict(shown.interval)
    return {**bounds, "low": rounded(bounds["low"]), "high": rounded(bounds["high"])}


def _reason(code: str | None) -> dict[str, str] | None:
    return None if code is None else {"code": code, **_words(REASONS[code])}


def _words(texts: tuple[str, str]) -> dict[str, str]:
    english, thai = texts
    return {"th": thai, "en": english}


def _selection(selection: Mapping[str, Any]) -> dict[str, Any]:
    """The selection as it was understood: years in the common era, lists as lists."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in selection.items()
        if value is not None
    }
