"""All published tables, in the order they are listed."""

from collections.abc import Mapping

from services.reporting.data_sets import DataSet
from services.reporting.tables import (
    field_balance,
    field_industry_flows,
    field_occupation_flows,
    graduate_outcomes,
    market_mismatch,
    market_trend,
    method_agreement,
    occupation_balance,
    pay_after_graduation,
    programme_outcomes,
    region_flows,
    shortage,
    skills,
    vacancies,
)
from services.reporting.tables.counts import Counts

TABLES = (
    graduate_outcomes,
    programme_outcomes,
    pay_after_graduation,
    field_occupation_flows,
    field_industry_flows,
    region_flows,
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
