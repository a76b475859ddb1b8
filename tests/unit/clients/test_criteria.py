"""Criteria written in Python mean on the service what they say."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lmis_client.criteria import Criterion, Dimension, field, level, region, status, year
from services.reporting.querying.posted import posted_query
from services.reporting.querying.refusals import Refusals
from services.reporting.querying.selection import selected
from tests.support.published import a_data_set

TABLE = a_data_set()
ALL = set(range(len(TABLE)))


def chosen(criterion: Criterion) -> set[int]:
    """The cells that the service finds for it."""
    refusals = Refusals()
    query = posted_query(TABLE, {"criteria": criterion.body()}, refusals)
    assert refusals.found == []
    return set(selected(TABLE, query.criterion, query.indicators).tolist())


CONDITIONS = st.sampled_from(
    [
        year == 2024,
        year != "_T",
        year >= 2024,
        year > 2566,
        year <= 2023,
        year < 2024,
        field.under("06"),
        field.isin("061", "_U"),
        field.not_in("_U"),
        region.at_depth("region"),
        region == "TH-50",
        status.isin("suppressed"),
        status != "ok",
    ]
)


@given(CONDITIONS, CONDITIONS, CONDITIONS)
def test_and_or_and_not_are_those_of_sets(a: Criterion, b: Criterion, c: Criterion) -> None:
    assert chosen(a & b & c) == chosen(a) & chosen(b) & chosen(c)
    assert chosen(a | b | c) == chosen(a) | chosen(b) | chosen(c)
    assert chosen(~a) == ALL - chosen(a)
    assert chosen(~(a & (b | c))) == ALL - (chosen(a) & (chosen(b) | chosen(c)))


def test_a_chain_is_as_deep_as_one_list() -> None:
    criterion: Criterion = level == 0
    for number in range(1, 50):
        criterion = criterion | (level == number)
    assert len(criterion.body()["or"]) == 50


@pytest.mark.parametrize(
    "written",
    [
        lambda: (year == 2024) and (region == "north"),
        lambda: not year.isin(2024),
        lambda: 2020 < year < 2024,
    ],
)
def test_what_python_would_drop_half_of_is_refused(written: Any) -> None:
    with pytest.raises(TypeError, match="&"):
        written()


def test_a_dimension_of_a_later_release_can_be_named() -> None:
    assert (Dimension("campus") == "rangsit").body() == {"campus": {"eq": "rangsit"}}
