"""How a selection of graduates is spread over groups."""

from collections.abc import Mapping

from sqlalchemy import Connection

from services.reporting.figures import Figure, ratio
from services.reporting.indicators.shares import plain_share
from services.reporting.indicators.tally import Tally
from services.reporting.queries.counts import count
from services.reporting.queries.grouping import Group, Grouping, in_order
from services.reporting.queries.report import Table, protected_table
from services.reporting.queries.selection import Selection
from services.reporting.queries.supply import Supply, supply


def distribution(
    connection: Connection, name: str, selection: Selection, grouping: Grouping
) -> Table:
    """Graduates of every group, and the group's share of all whose group is known."""
    found = supply(connection, selection, grouping)
    known = sum((s.graduates for group, s in found.items() if None not in group), Tally())
    everyone = sum((s.graduates for s in found.values()), Tally())
    rows = [(group, _row(group, found, known)) for group in in_order(list(found))]
    total = [
        count("graduates", everyone, ratio(known.n, everyone.n)),
        Figure(measure="share", status="not_applicable", reason="nothing_to_compare"),
    ]
    return protected_table(name, grouping.by, rows, total)


def _row(group: Group, found: Mapping[Group, Supply], known: Tally) -> list[Figure]:
    here = found[group].graduates
    if None in group:
        share = Figure(measure="share", status="not_applicable", reason="group_not_known")
        return [count("graduates", here), share]
    return [
        count("graduates", here),
        plain_share("share", here, known, rests_on=("graduates",)),
    ]
