"""When a rule fires: on the edge, and never because of a figure that nobody can read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.alerts.rules import Comparison, Memory, Rule, judge

VALUES = st.lists(st.none() | st.integers(-9, 9).map(float), max_size=30)
known = st.lists(st.integers(-9, 9).map(float), max_size=30)


def a_rule(comparison: Comparison = "above", threshold: float = 3) -> Rule:
    return Rule(
        data_set="field-balance", indicator="tightness", cell={}, comparison=comparison,
        threshold=threshold,
    )  # fmt: skip


def firings(rule: Rule, values: list[float | None], decimals: int = 1) -> list[int]:
    memory, fired = Memory(), []
    for place, value in enumerate(values):
        found = judge(rule, value, memory, decimals)
        memory = found.memory
        if found.fires:
            fired.append(place)
    return fired


@pytest.mark.parametrize(
    ("comparison", "values", "fired"),
    [
        ("above", [2, 3, 3.1, 4, 3, 5], [2, 5]),
        ("above", [4, 5], [0]),
        ("below", [4, 3, 2.9, 2, 3, 1], [2, 5]),
        ("changes_by", [10, 12, 13, 14, 16, 13, 12], [2, 4, 5]),
        ("changes_by", [10, 7, 10], [1, 2]),
    ],
)
def test_a_rule_fires_when_it_comes_true(
    comparison: Comparison, values: list[float | None], fired: list[int]
) -> None:
    assert firings(a_rule(comparison), values) == fired


def test_slow_drift_is_noticed_in_the_end() -> None:
    assert firings(a_rule("changes_by"), [0.0, 1, 2, 3, 4, 5, 6]) == [3, 6]


def test_a_change_is_measured_in_the_figures_own_decimals() -> None:
    assert firings(a_rule("changes_by", 0.1), [3.0, 3.1]) == [1]
    assert firings(a_rule("changes_by", 0.2), [0.1, 0.3]) == [1]


@given(known)
def test_firings_are_the_moments_the_condition_becomes_true(values: list[float]) -> None:
    holds = [False, *(value > 3 for value in values)]
    edges = [place for place, (before, now) in enumerate(pairwise(holds)) if now and not before]
    assert firings(a_rule(), list(values)) == edges


@given(VALUES, st.sampled_from(["above", "below", "changes_by"]))
def test_a_figure_that_cannot_be_read_neither_fires_nor_resets(
    values: list[float | None], comparison: Comparison
) -> None:
    readable = [place for place, value in enumerate(values) if value is not None]
    without = firings(a_rule(comparison), [values[place] for place in readable])
    assert firings(a_rule(comparison), values) == [readable[place] for place in without]


@given(known, st.floats(-9, 9))
def test_below_is_above_upside_down(values: list[float], threshold: float) -> None:
    mirrored = [-value for value in values]
    assert firings(a_rule("below", threshold), list(values)) == firings(
        a_rule("above", -threshold), list(mirrored)
    )
