"""Pay as it is posted: exact, or a band whose ends may be open."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.schemas.pay import PaySchema
from shared.contracts import Pay
from tests.unit.ingestion.checking import faults_of

SCHEMA = PaySchema()
amounts = st.floats(min_value=0, max_value=1e12)


@pytest.mark.parametrize(
    ("posted", "kept"),
    [
        ({"exact": 18_000}, Pay(low=18_000, high=18_000)),
        ({"exact": 0}, Pay(low=0, high=0)),
        ({"low": 15_000, "high": 20_000}, Pay(low=15_000, high=20_000)),
        ({"low": 15_000, "high": 15_000}, Pay(low=15_000, high=15_000)),
        ({"low": 15_000}, Pay(low=15_000)),
        ({"high": 20_000, "low": None}, Pay(high=20_000)),
        (
            {"exact": 2_500.5, "low": None, "high": None, "currency": "EUR", "period": "hour"},
            Pay(low=2_500.5, high=2_500.5, currency="EUR", period="hour"),
        ),
    ],
)
def test_an_exact_amount_is_a_band_of_one_point_and_an_end_may_be_open(
    posted: dict[str, Any], kept: Pay
) -> None:
    assert SCHEMA.load(posted) == kept


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ({}, {"": "empty_pay"}),
        ({"low": None, "high": None, "exact": None}, {"": "empty_pay"}),
        ({"currency": "THB", "period": "month"}, {"": "empty_pay"}),
        ({"low": 2, "high": 1}, {"/low": "upside_down"}),
        ({"exact": 1, "low": 1}, {"/exact": "exact_and_band"}),
        ({"exact": 1, "high": 2}, {"/exact": "exact_and_band"}),
        ({"exact": -1}, {"/exact": "out_of_range"}),
        ({"exact": 1e13}, {"/exact": "out_of_range"}),
        ({"exact": "18,000"}, {"/exact": "not_number"}),
        ({"exact": "18000"}, {"/exact": "not_number"}),
        ({"exact": True}, {"/exact": "not_number"}),
        ({"exact": [1]}, {"/exact": "not_number"}),
        (
            {"low": float("nan"), "high": float("inf")},
            {"/low": "not_number", "/high": "not_number"},
        ),
        ({"exact": 1, "currency": "baht"}, {"/currency": "not_text"}),
        ({"exact": 1, "currency": "THB\n"}, {"/currency": "not_text"}),
        ({"exact": 1, "currency": None}, {"/currency": "null"}),
        ({"exact": 1, "period": "week"}, {"/period": "not_one_of"}),
        ({"exact": 1, "bonus": 2}, {"/bonus": "unknown_field"}),
    ],
)
def test_other_pay_is_refused_by_the_member_that_is_wrong(
    posted: dict[str, Any], found: dict[str, str]
) -> None:
    assert faults_of(SCHEMA, posted) == found


@given(amounts, amounts)
def test_a_band_is_taken_exactly_when_it_is_the_right_way_up(low: float, high: float) -> None:
    assert (faults_of(SCHEMA, {"low": low, "high": high}) == {}) == (low <= high)
