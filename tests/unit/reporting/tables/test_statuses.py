"""What is hidden, missing or nothing at all says so, and nothing exact leaves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.data_sets.table import STATUSES
from tests.unit.reporting.tables.world import GRADUATES, IN_NORTH, posted, some, tables_of

WORKING = {"year": 2024, "employment_status": "employed", "in_work": True}
SUPPRESSED = STATUSES.index("suppressed")
COUNTED = {"persons", "records"}


def test_no_facts_give_tables_without_a_record():
    tables = tables_of([], [])
    assert len(tables) == 14
    assert all(len(t) == 0 for name, t in tables.items() if name != "market-mismatch")
    figure = tables["market-mismatch"].figure("dissimilarity", market="field")
    assert figure is not None
    assert (figure.value, figure.status) == (None, "not_applicable")


@pytest.mark.parametrize("side", ["graduates", "vacancies"])
def test_one_side_without_the_other_has_its_own_figures(side: str):
    graduates = GRADUATES if side == "graduates" else []
    vacancies = posted(10, IN_NORTH) if side == "vacancies" else []
    tables = tables_of(graduates, vacancies)
    assert (len(tables["graduate-outcomes"]) > 0) is (side == "graduates")
    assert (len(tables["vacancies"]) > 0) is (side == "vacancies")
    assert len(tables["market-trend"]) > 0


def test_a_share_of_a_few_persons_is_suppressed_and_not_zero():
    few = some(6, WORKING, vertical_normative_b="over")
    tables = tables_of([*few, *some(60, WORKING, vertical_normative_b="match")], [])
    figure = tables["graduate-outcomes"].figure("over_normative_b")
    assert figure is not None
    assert (figure.status, figure.reason) == ("suppressed", "disclosure")
    assert (figure.value, figure.n, figure.low, figure.coverage) == (None, None, None, None)


def test_who_is_not_judged_is_neither_match_nor_mismatch():
    judged = some(40, WORKING, vertical_normative_b="over", occupation="5223")
    unknown = some(60, WORKING, vertical_normative_b="insufficient_evidence")
    figure = tables_of([*judged, *unknown], [])["graduate-outcomes"].figure("over_normative_b")
    assert figure is not None
    assert (figure.value, figure.n) == (100, 40)
    assert (figure.coverage, figure.uncoded) == (pytest.approx(0.4), pytest.approx(0.6))


def test_a_method_that_judged_nobody_has_insufficient_evidence():
    tables = tables_of(some(40, WORKING, vertical_normative_b="match"), [])
    figure = tables["graduate-outcomes"].figure("over_self_reported")
    assert figure is not None
    assert (figure.value, figure.status) == (None, "insufficient_evidence")


def test_two_employers_are_too_few_to_be_told_of():
    tables = tables_of([], posted(20, IN_NORTH, firms=("a", "b")))
    assert all(
        figure.status in ("suppressed", "not_applicable", "insufficient_evidence")
        for table in ("vacancies", "occupation-balance", "market-trend")
        for row in range(len(tables[table]))
        for indicator in tables[table].definition.indicators
        if (figure := tables[table].at(row, indicator.id))
    )


def test_an_employer_with_most_of_the_positions_hides_the_cell():
    large = posted(1, IN_NORTH, firms=("a",), openings=90)
    tables = tables_of([], [*large, *posted(5, IN_NORTH, firms=("b", "c", "d"), openings=2)])
    figure = tables["vacancies"].figure("vacancies")
    assert figure is None or figure.status == "suppressed"


@settings(max_examples=6)
@given(st.lists(st.integers(1, 80), min_size=5, max_size=5), st.integers(1, 12))
def test_whatever_the_counts_only_multiples_of_5_are_told(numbers: list[int], each: int):
    kinds = (
        {"vertical_normative_b": "over", "field": "0613"},
        {"vertical_normative_b": "match", "field": "0613"},
        {"vertical_normative_b": "match", "field": "0311"},
    )
    people = [
        row for n, kind in zip(numbers, kinds, strict=False) for row in some(n, WORKING, kind)
    ]
    people += some(numbers[3], year=2024, employment_status="unemployed", in_work=False)
    people += some(numbers[4], year=2024)
    for table in tables_of(people, posted(each, IN_NORTH)).values():
        told = table.figures.n
        assert (told[told >= 0] % 5 == 0).all(), table.definition.id
        for i, indicator in enumerate(table.definition.indicators):
            values = table.figures.value[:, i]
            if indicator.unit in COUNTED:
                assert (values[~np.isnan(values)] % 5 == 0).all(), indicator.id
        hidden = table.figures.status == SUPPRESSED
        assert np.isnan(table.figures.value[hidden]).all()
        assert (told[hidden] == -1).all()
        assert np.isnan(table.figures.low[hidden]).all()
