"""The page's numbers, findings and bars."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.dashboard import numbers
from services.reporting.dashboard.chart import NARROW, WIDE, diverging
from services.reporting.dashboard.findings import balance_finding
from services.reporting.figures import Figure, Interval

shares = st.floats(-1, 1)


def a_gap(value: float, low: float, high: float) -> Figure:
    return Figure(measure="share_gap", status="ok", value=value, n=99, interval=Interval(low, high))


NO_GAP = Figure(measure="share_gap", status="suppressed", reason="disclosure")


@pytest.mark.parametrize(
    ("share", "text"), [(0.031, "+3.1"), (-0.004, "−0.4"), (0.0, "0.0"), (-0.0001, "0.0")]
)
def test_points_are_signed_and_zero_is_not(share: float, text: str):
    assert numbers.points(share) == text


@pytest.mark.parametrize(("ratio", "text"), [(0.99, "99"), (15.08, "1,508"), (0.012, "1.2")])
def test_openings_per_hundred_seekers(ratio: float, text: str):
    assert numbers.per_hundred(ratio) == text


def test_times_are_thailands_and_in_the_readers_era():
    time = "2026-11-22T20:05:00+00:00"
    assert numbers.moment(time, "th") == "23 พ.ย. 2569 03:05 น."
    assert numbers.moment(time, "en") == "23 Nov 2026, 03:05 (UTC+7)"
    assert numbers.moment(None, "th") is None


@given(st.lists(st.tuples(shares, shares, shares).map(sorted), min_size=1, max_size=12))
def test_bars_and_whiskers_stay_inside_the_chart(ends: list[list[float]]):
    gaps = [("x", a_gap(value, low, high)) for low, value, high in ends]
    for layout in (WIDE, NARROW):
        chart = diverging("c", gaps, layout)
        for bar, (_, gap) in zip(chart.bars, gaps, strict=True):
            assert layout.label_width <= bar.x <= bar.x + bar.width <= layout.width
            assert bar.whisker
            assert layout.label_width <= bar.whisker[0] <= bar.whisker[1] <= layout.width
            assert (bar.x + bar.width <= chart.zero + 0.2) == (gap.value <= 0 or bar.width <= 0.2)
            assert bar.y + layout.bar <= chart.height


def test_a_bar_whose_interval_crosses_zero_gives_no_verdict():
    gaps = [("a", a_gap(0.1, -0.1, 0.3)), ("b", a_gap(0.1, 0.05, 0.2)), ("c", NO_GAP)]
    looks = [bar.look for bar in diverging("c", gaps, WIDE).bars]
    assert looks == ["unclear", "shortage", "none"]


def test_the_heading_names_only_what_the_intervals_bear_out():
    sure, unsure = a_gap(0.2, 0.1, 0.3), a_gap(0.3, -0.1, 0.7)
    bars = [("Law", a_gap(-0.2, -0.3, -0.1)), ("Health", sure), ("ICT", unsure), ("?", NO_GAP)]
    assert balance_finding(bars, "en").endswith(": Health")
    assert balance_finding(bars[:1], "en").endswith(": Law")
    assert balance_finding(bars[2:], "en") == "No field is clearly short or in surplus yet"
