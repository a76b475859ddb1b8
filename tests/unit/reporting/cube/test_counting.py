"""Counts of the cube beside a plain recount of the same records, and how they add up."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.cube import graduates, skills, vacancies
from services.reporting.cube.additive import lattice_of
from services.reporting.cube.counting import Counted, count
from services.reporting.cube.employers import employers_of
from services.reporting.facts import Coded
from tests.support.facts import graduates_of, vacancies_of
from tests.support.microdata import some_graduates, some_vacancies
from tests.unit.reporting.cube.recount import TODAY, cells, graduate_frame, vacancy_frame

MEASURES = (
    "n", "respondents", "in_work", "seeking", "away", "unanswered", "in_work_coded",
    "in_work_uncoded", "stated_pay", "vertical_normative_b.over", "vertical_normative_b.judged",
    "vertical_model.match", "horizontal_rule.mismatch", "skill_rule.judged",
)  # fmt: skip


def counted_in(counted: Counted, depths: tuple[int, ...], table: Any, name: str) -> dict[Any, Any]:
    """Member codes on every axis -> the count, in the cells of one layer."""
    layer = next(layer for layer in counted.layers if layer.depths == depths)
    column = counted.universe.measures.position[name]
    places = counted.places()[layer.rows]
    codes = [[member.code for member in axis.members] for axis in counted.universe.axes]
    return {
        tuple(codes[i][place] for i, place in enumerate(row)): float(value)
        for row, value in zip(places, table[layer.rows, column], strict=True)
    }


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("aggregated", [False, True])
def test_every_cell_of_graduates_equals_a_plain_recount(weighted: bool, aggregated: bool):
    rows = some_graduates(200, 3, weighted=weighted, aggregated=aggregated)
    counted = count(graduates.universe(graduates_of(rows), {}))
    frame = graduate_frame(rows)
    assert (counted.weights is not None) is weighted
    assert set(MEASURES) <= set(counted.universe.measures.names)
    for layer in counted.layers[::5]:
        names = [name for name in MEASURES if name in layer.measures]
        groups = cells(frame, counted.universe.axes, layer.depths)
        numbers = groups[names].sum()
        for name in names:
            found = counted_in(counted, layer.depths, counted.counts, name)
            assert found == numbers[name].astype(float).to_dict(), (layer.depths, name)
        if weighted:
            found = counted_in(counted, layer.depths, counted.weights, "n")
            assert found == pytest.approx(groups.weight.sum().to_dict())
            found = counted_in(counted, layer.depths, counted.squares, "n")
            assert found == pytest.approx(groups.squared.sum().to_dict())


@pytest.mark.parametrize("repeated", [False, True])
def test_every_cell_of_open_vacancies_equals_a_plain_recount(repeated: bool):
    rows = some_vacancies(300, 4, repeated=repeated)
    facts = vacancies_of(rows)
    universe, chosen = vacancies.stock(facts, TODAY)
    counted = count(universe)
    provider = Coded(facts.provider.codes[chosen], facts.provider.values)
    employers = employers_of(counted, provider, facts.openings[chosen].astype(np.int64))
    frame = vacancy_frame(rows)
    assert 0 < len(chosen) == len(frame) < len(rows)
    assert bool(frame.unique.sum() < len(frame)) is repeated
    position, per_cell = universe.measures.position, np.zeros(counted.counts.shape)
    per_cell[:, position["n"]] = employers.distinct
    per_cell[:, position["openings"]] = employers.largest_share
    for layer in counted.layers:
        groups = cells(frame, universe.axes, layer.depths)
        found = counted_in(counted, layer.depths, counted.counts, "n")
        assert found == groups.size().astype(float).to_dict()
        for name in ("openings", "unique", "openings_unique"):
            found = counted_in(counted, layer.depths, counted.counts, name)
            assert found == groups[name].sum().astype(float).to_dict()
        found = counted_in(counted, layer.depths, per_cell, "n")
        assert found == groups.provider.nunique().astype(float).to_dict()
        largest = counted_in(counted, layer.depths, per_cell, "openings")
        assert largest == pytest.approx(groups.apply(largest_share).to_dict())


def largest_share(group: pd.DataFrame) -> float:
    """Of the advertisements or of the positions, whichever one employer has more of."""
    ads = group.groupby("provider").size() / len(group)
    positions = group.groupby("provider").openings.sum() / group.openings.sum()
    return float(max(ads.max(), positions.max()))


def test_a_vacancy_counts_once_in_each_broad_field_it_accepts():
    rows = [
        {"fields": "0612 0613", "openings": 3},
        {"fields": "0413 0613"},
        {"fields": None},
    ]
    universe, owner = vacancies.by_field(vacancies_of(rows), TODAY)
    counted = count(universe)
    field, region, level = universe.axes
    totals = (region.dimension.position["_T"], level.dimension.position["_T"])
    position = universe.measures.position
    found = {
        field.members[places[0]].code: row[[position["n"], position["openings"]]].tolist()
        for places, row in zip(counted.places(), counted.counts, strict=True)
        if (places[1], places[2]) == totals
    }
    assert found == {"_T": [4, 6], "04": [1, 1], "06": [2, 4], "_U": [1, 1]}
    assert sorted(owner.tolist()) == [0, 1, 1, 2]


def test_shares_of_skills_are_of_those_who_name_any():
    people = graduates_of([{"skills": "s1 s2"}, {"skills": "s1"}, {}])
    universe, _, showing = skills.shown(people)
    assert showing == 2
    assert count(universe).counts[:, 0].tolist() == [2, 1]


def test_a_record_of_several_persons_shows_its_skills_for_each():
    people = graduates_of([{"skills": "s1 s2", "persons": 12}, {"skills": "s1"}, {"persons": 5}])
    universe, _, showing = skills.shown(people)
    assert showing == 13
    assert count(universe).counts[:, 0].tolist() == [13, 12]


def test_a_job_advertised_again_is_a_unique_vacancy_for_as_long_as_any_advertisement_is_open():
    rows = [
        {"key": "board/1", "posted_on": "2026-07-05", "closes_on": "2026-08-15"},
        {"key": "board/2", "posted_on": "2026-08-10", "closes_on": "2026-09-20"},
    ]
    rows[1]["duplicate_of"] = "board/1"
    facts = vacancies_of(rows)
    stock, posted = (
        count(of(facts, TODAY)[0]) for of in (vacancies.open_by_month, vacancies.posted_by_month)
    )
    months = {"2026-07": (1, 1), "2026-08": (1, 1)}
    assert by_month(stock) == months
    assert by_month(posted) == {"2026-07": (1, 1), "2026-08": (1, 0)}


def by_month(counted: Counted) -> dict[str, tuple[int, int]]:
    """Month -> vacancies and unique ones, of all occupations and regions."""
    period, position = counted.universe.axes[0], counted.universe.measures.position
    return {
        period.members[places[0]].code: (int(row[position["n"]]), int(row[position["unique"]]))
        for places, row in zip(counted.places(), counted.counts, strict=True)
        if not places[1:].any()
    }


def adds_up(counted: Counted) -> bool:
    lattice, places = lattice_of(counted)
    assert (lattice.counts == counted.counts.ravel()[places]).all()
    for child, parent in lattice.families:
        whole = np.unique(parent)
        sums = np.zeros(len(lattice.counts), np.int64)
        np.add.at(sums, parent, lattice.counts[child])
        if (sums[whole] != lattice.counts[whole]).any():
            return False
    return True


@settings(max_examples=10)
@given(st.integers(0, 120), st.integers(0, 2**16))
def test_whatever_the_graduates_parts_add_up_to_their_whole(number: int, seed: int):
    rows = some_graduates(number, seed, aggregated=True)
    assert adds_up(count(graduates.universe(graduates_of(rows), {})))


@settings(max_examples=10)
@given(st.integers(0, 120), st.integers(0, 2**16))
def test_whatever_the_vacancies_parts_add_up_to_their_whole(number: int, seed: int):
    facts = vacancies_of(some_vacancies(number, seed, repeated=True))
    for universe_of in (vacancies.stock, vacancies.ever, vacancies.by_field):
        universe = (
            universe_of(facts) if universe_of is vacancies.ever else universe_of(facts, TODAY)
        )[0]
        assert adds_up(count(universe))


def test_every_total_of_an_axis_is_in_a_family():
    """All but the finest cells are told as sums: else suppression could not protect them."""
    counted = count(graduates.universe(graduates_of(some_graduates(80, 5)), {}))
    lattice, places = lattice_of(counted)
    width = len(counted.universe.measures.names)
    everyone = np.flatnonzero(places % width == 0)
    parents = np.unique(np.concatenate([parent for _, parent in lattice.families]))
    is_total = (counted.places() == 0).any(axis=1)[places[everyone] // width]
    finer = np.isin(everyone, parents)
    assert finer[is_total].mean() > 0.9
