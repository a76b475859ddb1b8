"""The mismatch report: what every method finds, side by side, and how far the methods agree."""

from collections.abc import Sequence

from sqlalchemy import Connection

from services.reporting.figures import Figure
from services.reporting.indicators.shares import mismatch_share
from services.reporting.methods import DIMENSIONS, Measure, Method, methods_of
from services.reporting.queries.agreement import agreement
from services.reporting.queries.counts import count
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.norms import Norms, find_norms
from services.reporting.queries.provenance import provenance
from services.reporting.queries.report import Report, Table, protected_table
from services.reporting.queries.selection import Selection
from services.reporting.queries.tallies import Counts, tallies, whole
from services.reporting.queries.verdicts import judged_graduates
from shared.contracts.assessment import Dimension


def mismatch_report(
    connection: Connection,
    selection: Selection,
    grouping: Grouping,
    dimensions: tuple[Dimension, ...] = DIMENSIONS,
) -> Report:
    """Share of graduates mismatched, by dimension and method, in groups and in all."""
    methods, norms = methods_of(dimensions), find_norms(connection)
    table, synthetic = mismatch_table(connection, selection, grouping, methods, norms)
    return Report(
        name="mismatch",
        selection={**vars(grouping), **vars(selection), "dimension": dimensions},
        tables=[table],
        agreement=agreement(connection, methods, norms, selection),
        provenance=provenance(connection, synthetic or norms.synthetic),
        notes=["norms_of_all"] if any(not m.judged_by_matching for m in methods) else [],
    )


def mismatch_table(
    connection: Connection,
    selection: Selection,
    grouping: Grouping,
    methods: Sequence[Method],
    norms: Norms,
) -> tuple[Table, bool]:
    """The table, and whether a synthetic record is in it."""
    judged = judged_graduates(methods, norms, selection, grouping)
    groups = tallies(connection, judged, methods, grouping)
    total = whole(groups)
    rows = [(group, _figures(counts, methods)) for group, counts in groups.items() if grouping.by]
    table = protected_table("groups", grouping.by, rows, _figures(total, methods))
    return table, bool(total["synthetic"])


def _figures(counts: Counts, methods: Sequence[Method]) -> list[Figure]:
    shares = [_share(counts, method, found) for method in methods for found in method.measures]
    return [count("graduates", counts.tally("graduates")), *shares]


def _share(counts: Counts, method: Method, measure: Measure) -> Figure:
    judged = counts.tally(f"{method.column}__judged")
    parts = [counts.tally(f"{method.column}__{found}").n for found in method.measures]
    return mismatch_share(
        dimension=method.dimension,
        method=method.name,
        measure=measure,
        found=counts.tally(f"{method.column}__{measure}"),
        judged=judged,
        concerned=counts[f"{method.column}__concerned"],
        uncoded=counts[f"{method.column}__uncoded"],
        # over and under together tell how many are matched
        tells=(judged.n - sum(parts),) if measure == method.measures[-1] else (),
    )
