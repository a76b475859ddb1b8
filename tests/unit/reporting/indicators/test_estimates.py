"""What every indicator says of a cell: value, interval, reason."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.figures import REASONS
from services.reporting.indicators.agreement import cohens_kappa
from services.reporting.indicators.beveridge import vacancy_rate
from services.reporting.indicators.employment import (
    employment_to_population,
    response_rate,
    thai_employment_rate,
    unemployment_rate,
)
from services.reporting.indicators.estimates import REASON_CODES
from services.reporting.indicators.growth import change_in_share, relative_growth
from services.reporting.indicators.location_quotient import location_quotient
from services.reporting.indicators.market_balance import (
    share_gap,
    supply_demand_ratio,
    tightness,
    vacancies_per_hundred_graduates,
)
from services.reporting.indicators.proportion import proportion
from services.reporting.indicators.records import by_cell
from services.reporting.indicators.skill_gap import skill_gap

OF_COUNTS = {
    proportion: 3,
    thai_employment_rate: 4,
    employment_to_population: 3,
    unemployment_rate: 4,
    response_rate: 2,
    cohens_kappa: 4,
    tightness: 4,
    vacancies_per_hundred_graduates: 2,
    supply_demand_ratio: 2,
    share_gap: 4,
    vacancy_rate: 4,
    relative_growth: 2,
    change_in_share: 4,
    location_quotient: 4,
    lambda *counts: skill_gap(*counts).difference: 4,
    lambda *counts: skill_gap(*counts).log_ratio: 4,
}
rounded = st.one_of(st.just(np.nan), st.integers(0, 40).map(lambda k: 5.0 * k))


@pytest.mark.parametrize(("indicator", "inputs"), OF_COUNTS.items())
@settings(max_examples=20)
@given(st.data())
def test_any_counts_give_finite_answers_inside_their_interval_or_none(indicator, inputs, data):
    cells = data.draw(st.lists(st.tuples(*[rounded] * inputs), min_size=1, max_size=20))
    found = indicator(*np.array(cells).T)
    assert found.value.shape == found.low.shape == found.high.shape == found.reason.shape
    there = ~np.isnan(found.value)
    assert not np.isinf(np.stack([found.value, found.low, found.high])).any()
    assert np.isnan(found.low[~there]).all()
    assert np.isnan(found.high[~there]).all()
    outside = (found.low > found.value + 1e-9) | (found.high < found.value - 1e-9)
    assert not outside.any()
    assert set(found.codes()[there]) <= {"", "few_observations"}
    assert "few_observations" not in found.codes()[~there]


@pytest.mark.parametrize(("indicator", "inputs"), OF_COUNTS.items())
def test_a_count_that_is_not_known_gives_no_value_and_no_reason(indicator, inputs):
    first_unknown = indicator(np.nan, *[0.0] * (inputs - 1))
    assert np.isnan(first_unknown.value)
    assert first_unknown.reason == 0


def test_every_reason_has_its_words_in_both_languages():
    assert REASON_CODES[0] == ""
    assert set(REASON_CODES[1:]) <= REASONS.keys()


def test_one_number_stands_for_the_same_in_every_cell():
    found = proportion([10, 20, 30], 100)
    assert found.value == pytest.approx([0.1, 0.2, 0.3])


def test_records_are_estimated_cell_by_cell_and_an_empty_cell_has_its_place():
    cell = np.array([2, 0, 2, -1, 0, 0])
    found = by_cell(cell, 4, lambda rows: proportion(len(rows), 6))
    assert found.value == pytest.approx([3 / 6, 0, 2 / 6, 0])
