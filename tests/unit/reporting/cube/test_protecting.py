"""What of a universe may be told, what a reader is not even shown, and what is kept for later."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube import graduates, vacancies
from services.reporting.cube.additive import lattice_of
from services.reporting.cube.counting import Counted, Universe, count
from services.reporting.cube.cuts import Cut
from services.reporting.cube.memory import Memory, variable_keys
from services.reporting.cube.protecting import Protected, protected_persons, taken
from services.reporting.tables.counts import _of_vacancies, counted
from tests.support.attacker import Published, attack
from tests.support.facts import graduates_of, vacancies_of
from tests.support.microdata import some_vacancies
from tests.unit.reporting.cube.recount import TODAY

ALONE = frozenset({"n"})
CUTS = (Cut({"year": "year", "field": "detailed"}, ALONE),)


def universe_of(numbers: dict[tuple[int, str], int]) -> Universe:
    """(year, field) -> graduates, counted by year and field only."""
    rows = [
        {"year": year, "field": field} for (year, field), n in numbers.items() for _ in range(n)
    ]
    made = graduates.universe(graduates_of(rows), {})
    return Universe(made.name, made.axes[:3], made.measures, CUTS, made.weights)


def counted_of(numbers: dict[tuple[int, str], int]) -> Counted:
    return count(universe_of(numbers))


def cell(protected: Protected, **codes: str) -> float | None:
    """The published count, NaN where hidden; None where no record is listed."""
    row = int(protected.rows_at(placed(protected, codes))[0])
    return None if row < 0 or not protected.listed[row] else float(protected.counts[row, 0])


def is_hidden(protected: Protected, **codes: str) -> bool:
    return bool(protected.hidden_at(placed(protected, codes))[0])


def placed(protected: Protected, codes: Mapping[str, str]) -> NDArray[np.int32]:
    members = [axis.dimension.position[codes.get(axis.name, "_T")] for axis in protected.axes]
    return np.array([members], np.int32)


LARGE = {(2023, "0613"): 41, (2023, "0311"): 62, (2024, "0613"): 53, (2024, "0311"): 77}


def test_counts_are_rounded_to_5():
    protected = protected_persons(counted_of(LARGE), Memory.empty())
    assert cell(protected, year="2023", field="06") == 40
    assert cell(protected, year="2024") == 130
    assert cell(protected) == 235  # 233, not the sum of the rounded
    assert not protected.memory.hidden.any()


def test_a_small_count_takes_others_with_it_so_that_no_total_gives_it_away():
    protected = protected_persons(counted_of({**LARGE, (2023, "0613"): 4}), Memory.empty())
    hidden = np.isnan(protected.counts[:, 0])
    assert np.isnan(cell(protected, year="2023", field="06") or 0)
    exact = counted_of({**LARGE, (2023, "0613"): 4}).counts[:, 0]
    assert hidden[(exact > 0) & (exact < 10)].all()
    assert hidden[exact >= 10].any()


def test_every_count_is_remembered_and_which_were_hidden():
    protected = protected_persons(counted_of({**LARGE, (2023, "0613"): 4}), Memory.empty())
    memory = protected.memory
    assert memory.hidden.sum() == np.isnan(protected.counts).sum()
    assert memory.hidden[memory.counts == 4].all()
    assert len(memory.keys) == len(memory.counts) > memory.hidden.sum()


def test_parts_of_a_hidden_cell_are_not_listed():
    protected = protected_persons(counted_of({**LARGE, (2023, "0613"): 4}), Memory.empty())
    assert cell(protected, year="2023", field="0613") is None
    assert not is_hidden(protected)


def test_nobody_beneath_a_hidden_cell_is_as_hidden_as_somebody():
    nurses = {(2024, "0913"): 30}
    few = protected_persons(
        counted_of({(2023, "0613"): 4, (2024, "0613"): 53, **nurses}), Memory.empty()
    )
    many = protected_persons(counted_of({**LARGE, **nurses}), Memory.empty())
    assert is_hidden(few, year="2023", field="0913")
    assert not is_hidden(many, year="2023", field="0913")


def test_the_next_release_hides_again_what_has_not_changed():
    small = {**LARGE, (2023, "0613"): 4}
    first = protected_persons(counted_of(small), Memory.empty())
    grown = counted_of({**small, (2023, "0613"): 40})
    alone, after = (protected_persons(grown, before) for before in (Memory.empty(), first.memory))
    exact = grown.counts[:, 0]
    unchanged = np.isin(exact, first.memory.counts[first.memory.hidden])
    assert np.isnan(after.counts[unchanged, 0]).any()
    assert not np.isnan(alone.counts[:, 0]).any()


def test_a_count_keeps_its_name_when_members_are_added():
    before = counted_of(LARGE)
    after = counted_of({**LARGE, (2022, "0913"): 30})
    width = len(before.universe.measures.names)
    names = [
        variable_keys(counted, np.arange(len(counted.keys)) * width) for counted in (before, after)
    ]
    assert np.isin(names[0], names[1]).all()
    assert len(np.unique(names[1])) == len(after.keys)


def test_of_two_memories_the_later_count_holds():
    older = Memory.of(np.array([3, 1], np.uint64), np.array([30, 10]), np.array([True, True]))
    newer = Memory.of(np.array([3, 2], np.uint64), np.array([33, 20]), np.array([False, True]))
    joined = Memory.of_all([older, newer])
    assert joined.keys.tolist() == [1, 2, 3]
    told = joined.told_of(np.array([3, 9, 1], np.uint64))
    assert told.counts.tolist() == [33, 0, 10]
    assert told.hidden.tolist() == [False, False, True]
    assert not Memory.empty().told_of(older.keys).counts.any()


def test_nobody_of_a_part_is_not_told_where_the_part_is_hidden_in_the_cell_above():
    rows = [{"year": year, "employment_status": "employed"} for year in (2023, 2024) * 60]
    rows += [{"year": 2023, "employment_status": "seeking"}] * 4
    made = graduates.universe(graduates_of(rows), {})
    parts = frozenset({"n", *(name for b in made.measures.breakdowns for name in b.parts)})
    cuts = (Cut({"year": "year"}, parts),)
    universe = Universe(made.name, made.axes[:1], made.measures, cuts, made.weights)
    counted = count(universe)
    protected = protected_persons(counted, Memory.empty())
    total = int(protected.rows_at(placed_on(protected, "_T"))[0])
    year = int(protected.rows_at(placed_on(protected, "2024"))[0])
    hidden_above = np.isnan(protected.counts[total]) & (counted.counts[total] > 0)
    zero_beneath = hidden_above & (counted.counts[year] == 0)
    assert zero_beneath.any()
    assert np.isnan(protected.counts[year, zero_beneath]).all()
    assert protected.listed[year]


def placed_on(protected: Protected, year: str) -> NDArray[np.int32]:
    return np.array([[protected.axes[0].dimension.position[year]]], np.int32)


def test_rows_that_are_not_there_are_taken_as_told_even_from_an_empty_table():
    rows = np.array([1, -1])
    assert taken(np.array([7.0, 8.0]), rows, 0.0).tolist() == [8, 0]
    assert taken(np.empty(0), np.array([-1, -1]), 0.0).tolist() == [0, 0]


def test_weights_tell_the_value_and_the_design_effect_but_not_whether_a_cell_is_hidden():
    rows = [{"year": 2023, "weight": weight} for weight in (1.0,) * 40 + (4.0,) * 20]
    made = graduates.universe(graduates_of(rows), {})
    universe = Universe(made.name, made.axes[:1], made.measures, (Cut({"year": "year"}, ALONE),),
                        made.weights)  # fmt: skip
    protected = protected_persons(count(universe), Memory.empty())
    assert protected.counts[:, 0].tolist() == [60, 60]
    assert protected.values[:, 0].tolist() == [120, 120]
    effect = 60 * (40 + 20 * 16) / 120**2
    assert protected.design_effect.tolist() == [round(effect, 1)] * 2


def test_unique_vacancies_of_too_few_employers_are_hidden_where_all_have_enough():
    """Two agencies repeat what one firm advertises: each job once, it is that firm's number."""
    programmer = {"occupation": "2512", "posted_on": "2026-10-05"}
    rows = [{**programmer, "key": f"firm/{i:02}", "provider": "firm"} for i in range(12)]
    again = [
        {**first, "key": f"{agency}/{i:02}", "provider": agency, "duplicate_of": first["key"]}
        for agency in ("one", "other")
        for i, first in enumerate(rows)
    ]
    others = [
        {"occupation": "5223", "posted_on": "2026-10-05", "key": f"{firm}/{i:02}", "provider": firm}
        for firm in "abcd"
        for i in range(40)
    ]
    found = counted_vacancies([*rows, *again, *others])
    programmers, sellers = (placed(found, {"occupation": code}) for code in ("2512", "5223"))
    n, unique = (
        taken(found.counts[:, found.names[name]], found.rows_at(placed(found, {})), 0)[0]
        for name in ("n", "unique")
    )
    assert n == 195
    assert np.isnan(unique) or unique == 170
    assert figure(found, programmers, "n") == 35
    assert np.isnan(figure(found, programmers, "unique"))
    assert np.isnan(figure(found, programmers, "openings_unique"))
    assert figure(found, sellers, "n") == 160


def counted_vacancies(rows: list[dict[str, Any]]) -> Protected:
    """Open vacancies of these rows, protected as a release has them."""
    counts = counted(graduates_of([]), vacancies_of(rows), {}, TODAY, Memory.empty())
    return counts.stock.counts


def figure(protected: Protected, places: NDArray[np.int32], name: str) -> float:
    return float(taken(protected.counts[:, protected.names[name]], protected.rows_at(places), 0)[0])


def test_no_hidden_count_of_vacancies_is_told_by_those_that_repeat_them():
    jobs = vacancies_of(some_vacancies(400, 9, repeated=True))
    universe, rows = vacancies.posted_lately(jobs, TODAY)
    exact = count(universe)
    lattice, places = lattice_of(exact)
    protected = _of_vacancies(jobs, Memory.empty(), universe, rows).counts
    hidden = np.isnan(protected.counts.ravel()[places])
    found = attack(Published(lattice, hidden, least=1))
    print(f"{found.cells} counts, {found.hidden} hidden, narrowest {found.narrowest:.1f}")
    assert 0 < found.hidden < found.cells
    assert not len(found.exposed)
