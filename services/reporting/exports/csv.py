"""A report as CSV: one line per figure, so that nothing of a figure is lost.

UTF-8 with a byte order mark, which spreadsheets need to show Thai.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from services.reporting.answers import rounded
from services.reporting.figures import Figure
from services.reporting.labels import labels_of
from services.reporting.queries.report import Report

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def to_csv(report: Report, generated_at: str) -> str:
    """The report's tables and its agreement of methods, one below the other."""
    groups = list(dict.fromkeys(name for table in report.tables for name in table.by))
    about = {
        "synthetic": report.provenance.synthetic,
        "method_version": report.provenance.method,
        "data_version": report.provenance.last_update,
        "generated_at": generated_at,
    }
    lines = [{**line, **about} for line in _lines(report)]
    text = io.StringIO(BYTE_ORDER_MARK, newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.DictWriter(text, _columns(groups, list(about)), restval="")
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in line.items()} for line in lines)
    return text.getvalue()


def safe(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return "" if value is None else value


def _columns(groups: list[str], about: list[str]) -> list[str]:
    named = [column for name in groups for column in (name, f"{name}_th", f"{name}_en")]
    figure = list(_figure(Figure(measure="", status="ok")))
    return ["report", "table", "row", *named, *figure, *about]


def _lines(report: Report) -> Iterator[dict[str, Any]]:
    for table in report.tables:
        place = {"report": report.name, "table": table.name}
        for row in table.rows:
            group = _group(table.by, row.group)
            for figure in row.figures:
                yield {**place, "row": "group", **group, **_figure(figure)}
        for figure in table.total.figures:
            yield {**place, "row": "total", **_figure(figure)}
    for figure in report.agreement:
        yield {"report": report.name, "table": "agreement", "row": "total", **_figure(figure)}


def _group(by: tuple[str, ...], group: tuple[str | int | None, ...]) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name, code in zip(by, group, strict=True):
        labels = labels_of(name, code)
        columns |= {name: code, f"{name}_th": labels["th"], f"{name}_en": labels["en"]}
    return columns


def _figure(figure: Figure) -> dict[str, Any]:
    bounds = figure.interval
    return {
        "dimension": figure.dimension,
        "method": figure.method,
        "measure": figure.measure,
        "value": rounded(figure.value),
        "n": figure.n,
        "low": rounded(bounds.low) if bounds else None,
        "high": rounded(bounds.high) if bounds else None,
        "confidence": bounds.confidence if bounds else None,
        "status": figure.status,
        "reason": figure.reason,
        "coverage": rounded(figure.coverage),
        "uncoded": rounded(figure.uncoded),
    }
