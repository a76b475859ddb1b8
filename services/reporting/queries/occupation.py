"""The report on one occupation: who works in it, how well they fit, and who is wanted."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from services.reporting.methods import METHODS
from services.reporting.queries.agreement import agreement
from services.reporting.queries.balance import balance_table
from services.reporting.queries.distribution import distribution
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.mismatch import mismatch_table
from services.reporting.queries.norms import find_norms
from services.reporting.queries.provenance import provenance
from services.reporting.queries.report import Report
from services.reporting.queries.selection import Selection
from services.reporting.queries.skills import skills_table

SPLITS: Mapping[str, Grouping] = {
    "fields": Grouping(("field",)),
    "levels": Grouping(("level",)),
    "regions": Grouping(("region",), region_of="work"),
}


def occupation_report(connection: Connection, selection: Selection, on: date) -> Report:
    """Everything about `selection.occupation`, a group of any depth."""
    norms = find_norms(connection)
    mismatch, any_graduate = mismatch_table(connection, selection, Grouping(), METHODS, norms)
    market, any_synthetic = balance_table(connection, selection, Grouping(), on)
    synthetic = any_graduate or any_synthetic or norms.synthetic
    return Report(
        name="occupation",
        subject=selection.occupation,
        selection={**vars(selection), "vacancies_open_on": on},
        tables=[
            replace(market, name="market"),
            replace(mismatch, name="mismatch"),
            *(distribution(connection, name, selection, by) for name, by in SPLITS.items()),
            skills_table(connection, selection, on),
        ],
        agreement=agreement(connection, METHODS, norms, selection),
        provenance=provenance(connection, synthetic),
        notes=["vacancies_today", "norms_of_all"],
    )
