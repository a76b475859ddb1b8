"""Where a series heads: laws of the slope, and what is said of short or flat records."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.data_sets import DataSet
from services.reporting.pages.direction import direction
from services.reporting.pages.outlook import outlook
from tests.support.whole_publication import (
    MONTHS,
    TREND_YEARS,
    a_whole_publication,
    set_figure,
)

ISSUED = "2026-11-23"
COUNTS = st.lists(st.integers(0, 1000), min_size=6, max_size=24)


@given(COUNTS, st.integers(-500, 500))
def test_a_constant_added_turns_nothing(values, constant):
    assert direction([v + constant for v in values]).heading == direction(values).heading


@given(COUNTS)
def test_time_backwards_turns_the_direction_round(values):
    forth, back = direction(values), direction(values[::-1])
    assert back.step == pytest.approx(-forth.step)
    assert (back.low, back.high) == pytest.approx((-forth.high, -forth.low))


@given(COUNTS)
def test_the_step_lies_within_its_bounds(values):
    found = direction(values)
    assert found.low <= found.step <= found.high


def test_gaps_are_left_out_and_not_taken_for_zero():
    assert direction([10, None, 30, 40, None, 60, 70, 80]).step == pytest.approx(10)


def test_one_odd_month_turns_nothing():
    assert direction([10, 11, 12, 13, 900, 15, 16, 17, 18]).heading == "rising"


def test_a_short_record_and_a_flat_one_tell_no_direction():
    assert direction([1, 2, 3, 4, 5]).heading == "unknown"
    assert direction([5] * 12).heading == "unclear"


def a_market(months: list[float], years: list[float]) -> DataSet:
    table = a_whole_publication().data_sets["market-trend"]
    for code, value in zip(MONTHS, months, strict=True):
        set_figure(table, "open_positions", value, period=code, region="_T", occupation="_T")
    for code, value in zip(TREND_YEARS, years, strict=True):
        set_figure(table, "graduates", value, period=code, region="_T", occupation="_T")
    return table


@pytest.mark.parametrize(
    ("months", "years", "answer"),
    [
        ([100 + 5 * i for i in range(10)], [1000, 1001, 1003, 1003, 1004], "gaining"),
        ([200 - 5 * i for i in range(10)], [1000, 1001, 1003, 1003, 1004], "losing"),
        ([100, 300] * 5, [1000, 1001, 1003, 1003, 1004], "unclear"),
    ],
)
def test_jobs_outgrow_graduates_only_where_the_bounds_say_so(months, years, answer):
    assert outlook(a_market(months, years), ISSUED).answer == answer


def test_hidden_months_leave_the_answer_open():
    table = a_market([100.0] * 10, [1000.0] * 5)
    column = table.definition.position["open_positions"]
    for code in MONTHS[:6]:
        row = table.row(period=code, region="_T", occupation="_T")
        table.figures.value[row, column] = float("nan")
    assert outlook(table, ISSUED).answer == "unknown"


def test_the_month_that_is_not_over_is_left_out():
    table = a_market([100.0] * 10, [1000.0] * 5)
    assert outlook(table, ISSUED).positions.periods[-1] == "2026-10"
    assert outlook(table, "2026-10-31").positions.periods[-1] == "2026-09"
