"""The balance report: graduates and those looking for work beside vacancies and openings."""

from datetime import date

from sqlalchemy import Connection

from services.reporting.queries.demand import Demand, demand
from services.reporting.queries.grouping import Grouping, in_order
from services.reporting.queries.market import Market
from services.reporting.queries.provenance import provenance
from services.reporting.queries.report import Report, Table, protected_table
from services.reporting.queries.selection import Selection
from services.reporting.queries.supply import supply


def balance_report(
    connection: Connection, selection: Selection, grouping: Grouping, on: date
) -> Report:
    """Graduates, seekers, vacancies, openings, tightness and gap, in groups and in all."""
    table, synthetic = balance_table(connection, selection, grouping, on)
    return Report(
        name="balance",
        selection={**vars(grouping), **vars(selection), "vacancies_open_on": on},
        tables=[table],
        provenance=provenance(connection, synthetic),
        notes=["vacancies_today", *(["fields_overlap"] if "field" in grouping.by else [])],
    )


def balance_table(
    connection: Connection, selection: Selection, grouping: Grouping, on: date
) -> tuple[Table, bool]:
    """The table, and whether a synthetic record is in it."""
    offered = supply(connection, selection, grouping)
    wanted = {} if "year" in grouping.by else demand(connection, selection, grouping, on)
    all_wanted = demand(connection, selection, Grouping(), on).get((), Demand())
    market = Market(selection, grouping, offered, wanted, all_wanted)
    groups = in_order(list(offered.keys() | wanted.keys())) if grouping.by else []
    rows = [(group, market.row(group)) for group in groups]
    table = protected_table("groups", grouping.by, rows, market.total())
    return table, bool(market.all_offered.synthetic or all_wanted.synthetic)
