"""Numbers, years and times as they are read in both languages."""

import pytest

from services.reporting.pages import numbers


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "shown"),
    [
        (12345.0, "persons", 0, "12,345"),
        (37.62, "percent", 1, "37.6%"),
        (3.14, "points", 1, "+3.1"),
        (-0.44, "points", 1, "−0.4"),
        (-0.04, "points", 1, "0.0"),
        (-1.5, "index", 2, "−1.50"),
        (18000.0, "baht", 0, "18,000"),
    ],
)
def test_a_value_is_written_after_its_unit(value: float, unit: str, decimals: int, shown: str):
    assert numbers.shown(value, unit, decimals) == shown  # type: ignore[arg-type]


def test_years_are_buddhist_in_thai_alone():
    assert numbers.year("2024", "th") == "2567"
    assert numbers.year("2024", "en") == "2024"
    assert numbers.period("2026-10", "th") == "ต.ค. 2569"
    assert numbers.period("2026-10", "en") == "Oct 2026"


def test_a_moment_is_told_in_thai_time():
    late = "2026-12-31T20:30:00+00:00"
    assert numbers.moment(late, "en") == "1 Jan 2027, 03:30"
    assert numbers.moment(late, "th") == "1 ม.ค. 2570 03:30 น."
    assert numbers.day("2026-11-23", "th") == "23 พ.ย. 2569"
