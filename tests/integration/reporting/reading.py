"""Picking figures out of reports as callers do."""

from typing import Any

Figure = dict[str, Any]


def figures_of(row: dict[str, Any]) -> dict[tuple[str, ...], Figure]:
    """(dimension, method, measure) without what is null -> figure."""
    return {
        tuple(f[name] for name in ("dimension", "method", "measure") if f[name]): f
        for f in row["figures"]
    }


def rows_of(report: dict[str, Any]) -> dict[tuple[Any, ...], dict[tuple[str, ...], Figure]]:
    """Codes of the group -> its figures."""
    return {
        tuple(part["code"] for part in row["group"].values()): figures_of(row)
        for row in report["rows"]
    }


def total_of(report: dict[str, Any]) -> dict[tuple[str, ...], Figure]:
    """The figures of all groups together."""
    return figures_of(report["total"])
