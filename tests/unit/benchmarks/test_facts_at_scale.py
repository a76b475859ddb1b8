"""Made-up facts fit the tables they are made for."""

from collections.abc import Callable

import pyarrow as pa
import pytest
from sqlalchemy import Table

from benchmarks.facts_at_scale import graduates, vacancies
from services.reporting.store import graduate_facts, vacancy_facts


@pytest.mark.parametrize(
    ("target", "made_up"), [(graduate_facts, graduates), (vacancy_facts, vacancies)]
)
def test_no_column_is_empty_that_must_be_given(
    target: Table, made_up: Callable[[int], pa.Table]
) -> None:
    rows = made_up(200)
    required = [column.name for column in target.columns if not column.nullable]
    assert {name: rows[name].null_count for name in required} == dict.fromkeys(required, 0)
