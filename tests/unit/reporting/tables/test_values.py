"""Every table of a small market beside figures worked out by hand."""

from collections.abc import Mapping
from math import log, sqrt

import pytest

from services.reporting.data_sets import DataSet
from tests.unit.reporting.tables.world import (
    GRADUATES,
    IN_NORTH,
    VACANCIES,
    posted,
    some,
    tables_of,
)

Tables = Mapping[str, DataSet]


@pytest.fixture(scope="module")
def tables() -> Tables:
    """150 graduates of computing in the north, 50 of economics in Bangkok; 120 open positions."""
    return tables_of(GRADUATES, VACANCIES)


def value(tables: Tables, table: str, indicator: str, **codes: str) -> float | None:
    figure = tables[table].figure(indicator, **codes)
    assert figure is not None
    return figure.value


@pytest.mark.parametrize(
    ("indicator", "everyone", "of_computing"),
    [
        ("graduates", 200, 150),
        ("respondents", 170, 120),
        ("response_rate", 85, 80),
        ("seekers", 70, 20),
        ("employment_rate", 100 * 90 / 160, 100 * 90 / 110),
        ("employment_to_population", 100 * 90 / 170, 75),
        ("unemployment_rate", 100 * 70 / 160, 100 * 20 / 110),
        ("over_normative_b", 100 / 3, 100 / 3),
        ("under_normative_b", 0, 0),
        ("field_mismatch_rule", 100 / 3, 100 / 3),
        ("pay_p25", 20_000, 20_000),
        ("pay_p75", 30_000, 30_000),
    ],
)
def test_outcomes_of_graduates(
    tables: Tables, indicator: str, everyone: float, of_computing: float
):
    found = value(tables, "graduate-outcomes", indicator)
    assert found == pytest.approx(everyone)
    for codes in ({"field": "06"}, {"field": "0613", "year": "2024"}, {"region": "TH-50"}):
        assert value(tables, "graduate-outcomes", indicator, **codes) == pytest.approx(of_computing)


def test_coverage_is_of_those_who_work_or_have_not_told(tables: Tables):
    figure = tables["graduate-outcomes"].figure("over_normative_b", field="06")
    assert figure is not None
    assert (figure.n, figure.coverage, figure.uncoded) == (90, pytest.approx(90 / 120), 0)


def test_outcomes_of_an_institution(tables: Tables):
    found = value(tables, "programme-outcomes", "employment_rate", institution="uni-a", field="06")
    assert found == pytest.approx(100 * 90 / 110)
    found = value(tables, "programme-outcomes", "employment_rate", institution="uni-b")
    assert found == 0


def test_flows_are_shares_of_those_whose_occupation_is_known(tables: Tables):
    flows = "field-occupation-flows"
    assert value(tables, flows, "employed_graduates", field="06", occupation="25") == 60
    share = value(tables, flows, "share_of_field", field="06", occupation="25")
    assert share == pytest.approx(100 * 60 / 90)
    assert value(tables, flows, "over_normative_b", field="06", occupation="52") == 100
    assert tables[flows].row(occupation="_U") is None


def test_flows_to_industries(tables: Tables):
    flows = "field-industry-flows"
    assert value(tables, flows, "employed_graduates", field="06", industry="J") == 60
    share = value(tables, flows, "share_of_field", field="06", industry="G", year="2024")
    assert share == pytest.approx(100 * 30 / 90)
    assert value(tables, flows, "over_normative_b", industry="G") == 100
    assert tables[flows].row(industry="_U") is None


def test_flows_from_where_they_studied_to_where_they_work(tables: Tables):
    flows, studied = "region-flows", {"region": "north"}
    share = value(tables, flows, "share_of_region", **studied, work_region="bangkok", level="6")
    assert share == pytest.approx(100 * 60 / 90)
    for codes in ({**studied, "work_region": "TH-50"}, {"region": "TH-50", "work_region": "north"}):
        assert value(tables, flows, "employed_graduates", **codes) == 30
    assert tables[flows].figure("share_of_region", region="bangkok", work_region="north") is None


def test_pay_by_years_after_graduation(tables: Tables):
    table, after_a_year = "pay-after-graduation", {"since": "01", "field": "06"}
    assert value(tables, table, "graduates", **after_a_year) == 110
    assert value(tables, table, "stated_pay", **after_a_year) == 90
    assert value(tables, table, "pay_p50", **after_a_year) == 20_000
    assert value(tables, table, "employment_rate", **after_a_year) == pytest.approx(100 * 90 / 110)
    figure = tables[table].figure("pay_p50", since="_U")
    assert figure is not None
    assert (figure.value, figure.status) == (None, "insufficient_evidence")


def test_percentiles_of_pay_tell_how_many_stated_any(tables: Tables):
    figure = tables["graduate-outcomes"].figure("pay_p50", field="06")
    assert figure is not None
    assert figure.n == 90
    offered = tables["vacancies"].figure("offered_pay_p50", level="6")
    assert offered is not None
    assert offered.n == 40


def test_weights_widen_the_interval_of_an_employment_rate():
    working, seeking = (
        {"year": 2024, "employment_status": "employed", "in_work": True},
        {"year": 2024, "employment_status": "unemployed", "in_work": False},
    )
    widths = []
    for weights in ((2.0, 2.0), (3.5, 0.5)):
        people = [
            row for w in weights for side in (working, seeking) for row in some(50, side, weight=w)
        ]
        figure = tables_of(people, [])["graduate-outcomes"].figure("employment_rate")
        assert figure is not None
        assert figure.value == pytest.approx(50)
        assert figure.low is not None
        assert figure.high is not None
        widths.append(figure.high - figure.low)
    assert widths[0] < widths[1]


def test_vacancies_open_today(tables: Tables):
    north = {"occupation": "2512", "region": "north"}
    assert value(tables, "vacancies", "vacancies", **north) == 40
    assert value(tables, "vacancies", "openings", **north) == 80
    assert value(tables, "vacancies", "employers", **north) == 5  # four, rounded
    assert value(tables, "vacancies", "offered_pay_p50", industry="J") == 25_000
    assert value(tables, "vacancies", "time_to_fill", occupation="25") is None


def test_the_balance_of_a_field_extends_seekers_to_who_did_not_answer(tables: Tables):
    computing = {"field": "06", "region": "north"}
    assert value(tables, "field-balance", "tightness", **computing) == pytest.approx(
        80 / (150 * 20 / 120)
    )
    found = value(tables, "field-balance", "openings_per_100_graduates", **computing)
    assert found == pytest.approx(100 * 80 / 150)
    assert value(tables, "field-balance", "vacancies") == 80
    assert value(tables, "field-balance", "share_gap", field="06") == pytest.approx(
        100 * (80 / 160 - 150 / 200)
    )


def test_a_field_that_only_vacancies_accept_has_a_balance(tables: Tables):
    business = {"field": "04", "region": "bangkok"}
    assert value(tables, "field-balance", "openings", **business) == 40
    assert value(tables, "field-balance", "graduates", **business) == 0
    assert value(tables, "field-balance", "share_gap", field="04") == pytest.approx(100 * 40 / 160)
    figure = tables["field-balance"].figure("tightness", **business)
    assert figure is not None
    assert (figure.value, figure.status) == (None, "not_applicable")


def test_seekers_are_expected_where_graduates_of_their_field_work(tables: Tables):
    found = value(tables, "occupation-balance", "expected_seekers", occupation="25")
    assert found == 15  # 150 · 20 / 120 · 60 / 90, rounded
    tightness = value(tables, "occupation-balance", "tightness", occupation="25")
    assert tightness == pytest.approx(80 / 17)
    quotient = value(
        tables, "occupation-balance", "location_quotient", occupation="2512", region="north"
    )
    assert quotient == pytest.approx((40 / 40) / (40 / 80))


def test_months_have_vacancies_and_years_have_graduates(tables: Tables):
    month, year = {"period": "2026-10"}, {"period": "2024"}
    assert value(tables, "market-trend", "open_positions", **month) == 120
    assert value(tables, "market-trend", "posted_vacancies", **month) == 80
    rate = value(tables, "market-trend", "vacancy_rate", **month)
    assert rate == pytest.approx(100 * 120 / (120 + 200 * 90 / 170))
    assert value(tables, "market-trend", "graduates", **month) is None
    assert value(tables, "market-trend", "graduates", **year) == 200
    assert value(tables, "market-trend", "unemployment_rate", **year) == pytest.approx(43.75)
    assert value(tables, "market-trend", "open_vacancies", **year) is None


def test_skills_asked_and_shown(tables: Tables):
    assert value(tables, "skills", "demand_share", skill="s1") == 50
    assert value(tables, "skills", "supply_share", skill="s1") == pytest.approx(100 * 60 / 90)
    found = value(tables, "skills", "log_ratio", skill="s1")
    assert found == pytest.approx(log(0.5 / (60 / 90)))
    assert value(tables, "skills", "graduates_with_skills", skill="s2") == 90


def test_too_few_signs_of_a_shortage_give_no_index(tables: Tables):
    figure = tables["shortage"].figure("shortage_index", occupation="2512")
    assert figure is not None
    assert (figure.value, figure.reason) == (None, "too_few_components")
    assert figure.status == "insufficient_evidence"


def test_the_mismatch_of_a_market_over_regions(tables: Tables):
    regions = {"year": "2024", "market": "region"}
    openings, graduates = (80 / 120, 40 / 120), (150 / 200, 50 / 200)
    gap = sum(abs(v - u) for v, u in zip(openings, graduates, strict=True)) / 2
    assert value(tables, "market-mismatch", "dissimilarity", **regions) == pytest.approx(gap)
    hires = sum(sqrt(v * u) for v, u in zip(openings, graduates, strict=True))
    assert value(tables, "market-mismatch", "sstv", **regions) == pytest.approx(1 - hires)
    assert value(tables, "market-mismatch", "cells", **regions) == 2
    assert value(tables, "market-mismatch", "turbulence", **regions) is None


def test_methods_that_always_agree_have_a_kappa_of_1(tables: Tables):
    pair = {"pair": "normative_a~normative_b@vertical"}
    assert value(tables, "method-agreement", "kappa", **pair) == pytest.approx(1)
    assert value(tables, "method-agreement", "compared", **pair) == 90


def test_a_weight_counts_in_the_value_and_not_in_n():
    working = {"year": 2024, "employment_status": "employed", "in_work": True}
    people = [
        *some(40, working, vertical_normative_b="over", weight=3.0),
        *some(60, working, vertical_normative_b="match", weight=0.5),
    ]
    tables = tables_of(people, [])
    assert value(tables, "graduate-outcomes", "graduates") == 40 * 3 + 60 * 0.5
    figure = tables["graduate-outcomes"].figure("over_normative_b")
    assert figure is not None
    assert figure.value == pytest.approx(100 * 120 / 150)
    assert figure.n == 100
    assert figure.low is not None
    assert figure.low < 80 - 5  # the 100 stand for 150: no census of themselves


def test_filled_vacancies_end_and_expired_ones_are_watched_no_longer():
    filled = posted(8, IN_NORTH, posted_on="2026-01-01", closed_on="2026-01-31", filled=True)
    expired = posted(1, IN_NORTH, posted_on="2026-01-01", closes_on="2026-01-11")
    still_open = posted(2, IN_NORTH, posted_on="2026-10-01")
    tables = tables_of([], [*filled, *expired, *still_open])
    assert value(tables, "vacancies", "vacancies", occupation="25") == 10  # eight, rounded
    # 32 filled on the 30th day; the 4 that expired before are not filled, nor are the open ones.
    assert value(tables, "vacancies", "time_to_fill", occupation="25") == 30


def test_a_job_advertised_twice_is_one_job_in_every_balance():
    first = [{**row, "key": f"firm/{i:03}"} for i, row in enumerate(VACANCIES)]
    again = [
        {**row, "key": f"board/{i:03}", "duplicate_of": f"firm/{i:03}"}
        for i, row in enumerate(VACANCIES)
    ]
    once, twice = tables_of(GRADUATES, first), tables_of(GRADUATES, [*first, *again])
    north = {"occupation": "2512", "region": "north"}
    for name, factor in (
        ("vacancies", 2), ("openings", 2), ("vacancies_unique", 1), ("openings_unique", 1),
    ):  # fmt: skip
        alone = value(once, "vacancies", name, **north)
        assert value(twice, "vacancies", name, **north) == factor * alone
    for table, indicator, cell in (
        ("field-balance", "tightness", {"field": "06", "region": "north"}),
        ("field-balance", "share_gap", {"field": "06"}),
        ("occupation-balance", "tightness", {"occupation": "25"}),
        ("market-trend", "vacancy_rate", {"period": "2026-10"}),
    ):
        assert value(twice, table, indicator, **cell) == value(once, table, indicator, **cell)


def test_a_record_of_several_persons_counts_each_of_them():
    alone = tables_of(GRADUATES, VACANCIES)
    grouped = tables_of([{**GRADUATES[0], "persons": 60}, *GRADUATES[60:]], VACANCIES)
    computing = {"field": "06", "region": "north"}
    for table, indicator in (
        ("graduate-outcomes", "graduates"), ("graduate-outcomes", "employment_rate"),
        ("field-balance", "tightness"),
    ):  # fmt: skip
        assert value(grouped, table, indicator, **computing) == value(
            alone, table, indicator, **computing
        )
