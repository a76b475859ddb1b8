"""All published tables, in the order they are listed."""

from collections.abc import Mapping

from services.reporting.data_sets import DataSet
from services.reporting.tables import (
    field_balance,
    field_occupation_flows,
    graduate_outcomes,
    market_mismatch,
    market_trend,
    method_agreement,
    occupation_balance,
    programme_outcomes,
    shortage,
    skills,
    vacancies,
)
from services.reporting.tables.counts import Counts

TABLES = (
    graduate_outcomes,
    programme_outcomes,
    field_occupation_flows,
    vacancies,
    field_balance,
    occupation_balance,
    market_trend,
    skills,
    shortage,
    market_mismatch,
    method_agreement,
)


def compiled(counts: Counts) -> Mapping[str, DataSet]:
    """Id -> table, made of protected counts only."""
    return {table.DEFINITION.id: table.build(counts) for table in TABLES}
