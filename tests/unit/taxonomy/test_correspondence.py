"""Fields and levels that occupations call for."""

import pytest

from shared.taxonomy import correspondence, isco
from shared.taxonomy.tables import rows


def test_the_source_has_199_pairs_over_124_minor_groups() -> None:
    pairs = [minor for row in rows("field_occupation.csv") for minor in row["isco_minor"].split()]
    assert len(pairs) == 199
    assert len(set(pairs)) == 124
    assert set(pairs) <= set(isco.groups(3))


@pytest.mark.parametrize(
    ("field", "occupation", "matches"),
    [
        ("0613", "2512", True),
        ("0714", "251", True),
        ("0112", "2512", False),
        ("0913", "2221", True),
        ("0411", "2411", True),
        ("0231", "2411", False),
        ("0311", "2631", True),
        ("08", "6111", True),
    ],
)
def test_a_field_matches_or_not(field: str, occupation: str, matches: bool) -> None:
    assert correspondence.field_matches(field, occupation) is matches


@pytest.mark.parametrize(
    ("field", "occupation"),
    [("0011", "2512"), ("0613", "0110"), ("0613", "25"), ("9999", "2512"), ("0613", "2599")],
)
def test_what_the_source_does_not_tell_is_unknown(field: str, occupation: str) -> None:
    assert correspondence.field_matches(field, occupation) is None


def test_environmental_protection_counts_as_engineering_and_as_a_service() -> None:
    assert correspondence.field_matches("0712", "2143")
    assert correspondence.field_matches("0712", "5414")
    assert not correspondence.field_matches("0713", "5414")


@pytest.mark.parametrize(
    ("occupation", "a", "b"),
    [("1120", (5, 8), (5, 8)), ("2512", (6, 8), (5, 8)), ("3313", (5, 5), (5, 8)),
     ("4110", (2, 4), (3, 4)), ("9321", (0, 1), (0, 2)),
     ("0110", None, None), ("2599", None, None)],
)  # fmt: skip
def test_levels_by_both_maps(
    occupation: str, a: tuple[int, int] | None, b: tuple[int, int] | None
) -> None:
    assert correspondence.required_levels(occupation, "A") == a
    assert correspondence.required_levels(occupation, "B") == b
    assert correspondence.required_levels(occupation) == b
