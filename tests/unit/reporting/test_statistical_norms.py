"""The norms that the statistical methods of mismatch judge by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.indicators.lift import FieldCell, lifts
from services.reporting.indicators.realised_matches import LevelCell, norms

occupations = st.sampled_from(["2512", "2514", "251", "25", "2", "5223", "52"])
level_cells = st.lists(
    st.builds(LevelCell, occupations, st.integers(0, 8), st.integers(1, 60), st.floats(0.1, 60)),
    max_size=20,
)


def test_the_norm_of_an_occupation_is_its_most_frequent_level():
    found = norms([LevelCell("2512", 6, 25, 25.0), LevelCell("2512", 7, 10, 10.0)])
    assert (found["2512"].mode, found["2512"].group) == (6, "2512")


def test_an_occupation_below_thirty_takes_the_norm_of_its_narrowest_group_of_thirty():
    found = norms(
        [LevelCell("2512", 7, 12, 12.0), LevelCell("2519", 6, 40, 40.0)],
    )
    assert (found["2512"].group, found["2512"].mode) == ("251", 6)
    assert (found["2519"].group, found["2519"].mode) == ("2519", 6)


def test_an_occupation_whose_major_group_is_below_thirty_has_no_norm():
    assert norms([LevelCell("2512", 6, 29, 29.0)]) == {}


def test_the_survey_weights_decide_the_mode_and_the_records_the_threshold():
    found = norms([LevelCell("5223", 3, 20, 10.0), LevelCell("5223", 6, 10, 90.0)])
    assert found["5223"].mode == 6


def test_of_two_equally_frequent_levels_the_higher_is_the_mode():
    assert norms([LevelCell("5223", 3, 20, 20.0), LevelCell("5223", 6, 20, 20.0)])["5223"].mode == 6


def test_mean_and_deviation_bound_what_is_usual():
    found = norms([LevelCell("5223", 3, 20, 20.0), LevelCell("5223", 5, 20, 20.0)])["5223"]
    assert (found.low, found.high) == (pytest.approx(3), pytest.approx(5))


@given(level_cells)
def test_every_norm_comes_from_thirty_graduates_of_the_occupation_or_a_parent(cells):
    for occupation, norm in norms(cells).items():
        assert occupation.startswith(norm.group)
        inside = [cell for cell in cells if cell.occupation.startswith(norm.group)]
        assert sum(cell.n for cell in inside) >= 30
        assert norm.mode in {cell.level for cell in inside}
        assert norm.low <= norm.high


@given(level_cells)
def test_the_order_of_the_cells_does_not_matter(cells):
    forth, back = norms(cells), norms(cells[::-1])
    assert forth.keys() == back.keys()
    assert all(forth[o].mode == back[o].mode or _is_tie(cells, forth[o].group) for o in forth)


def _is_tie(cells, group):
    by_level = {}
    for cell in cells:
        if cell.occupation.startswith(group):
            by_level[cell.level] = by_level.get(cell.level, 0.0) + cell.weight
    top = sorted(by_level.values())[-2:]
    return len(top) == 2 and top[0] == pytest.approx(top[1])


def test_fields_spread_over_occupations_by_chance_have_a_lift_of_one():
    found = lifts([FieldCell(f, o, 50, 50.0) for f in ("06", "04") for o in ("25", "33")])
    assert list(found.values()) == [pytest.approx(1.0)] * len(found)
    assert found


def test_a_field_absent_from_an_occupation_has_no_lift_there():
    found = lifts([FieldCell("06", "25", 50, 50.0), FieldCell("04", "33", 50, 50.0)])
    assert found["06", "33"] == 0
    assert found["06", "25"] == pytest.approx(2)


def test_where_too_few_are_expected_the_major_group_answers():
    found = lifts([
        FieldCell("06", "25", 60, 60.0), FieldCell("04", "24", 60, 60.0),
        FieldCell("04", "26", 4, 4.0), FieldCell("04", "33", 60, 60.0),
    ])  # fmt: skip
    assert found["06", "26"] == found["06", "2"]


def test_too_few_everywhere_is_no_evidence():
    assert lifts([FieldCell("06", "25", 2, 2.0), FieldCell("04", "33", 2, 2.0)]) == {}
