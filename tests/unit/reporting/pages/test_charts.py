"""Geometry of the charts: what is drawn where, in which class, and what is not drawn."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.data_sets import Figure
from services.reporting.pages.charts import choropleth, heat
from services.reporting.pages.charts.diverging import NARROW, WIDE, Words, diverging
from services.reporting.pages.charts.sparkline import HEIGHT, WIDTH, sparkline

WORDS = Words("label", "left", "right")
values = st.floats(-50, 50).filter(lambda value: abs(value) > 0.01)


def gap(value: float | None, spread: float = 1.0) -> Figure:
    if value is None:
        return Figure("share_gap", "suppressed", reason="disclosure")
    return Figure("share_gap", "ok", value, value - spread, value + spread)


@given(st.lists(st.tuples(values, st.floats(0, 20)), min_size=1, max_size=12))
def test_bars_and_whiskers_stay_inside_and_on_their_side(rows: list[tuple[float, float]]):
    given_rows = [(f"row {i}", gap(value, spread)) for i, (value, spread) in enumerate(rows)]
    for layout in (WIDE, NARROW):
        chart = diverging(given_rows, None, WORDS, layout)
        for (value, _), bar in zip(rows, chart.bars, strict=True):
            assert 0 <= bar.x <= bar.x + bar.width <= layout.width
            assert (bar.x < chart.zero) == (value < 0) or bar.width < 0.2
            for end in bar.whisker or ():
                assert 0 <= end <= layout.width


def test_a_bar_looks_as_its_interval_tells():
    rows = [("a", gap(-5)), ("b", gap(0.5)), ("c", gap(5)), ("d", gap(None)), ("e", None)]
    chart = diverging(rows, "c", WORDS, WIDE)
    looks = [bar.look for bar in chart.bars]
    assert looks == ["surplus", "unclear", "shortage", "none", "none"]
    assert [bar.label for bar in chart.bars if bar.is_marked] == ["c"]
    assert chart.bars[3].value == ""


def test_provinces_have_the_colour_of_their_class_and_none_without_a_figure():
    classes = [
        choropleth.COLOURS.index(choropleth.colour_of(v)) for v in (49, 50, 94, 100, 105, 175)
    ]
    assert classes == [0, 1, 2, 3, 4, 6]
    assert choropleth.colour_of(None) is None
    titles = {"TH-10": "Bangkok: 40", "TH-50": "Chiang Mai: hidden"}
    drawn = choropleth.choropleth({"TH-10": 40.0, "TH-50": None}, titles, _map_words())
    areas = [*drawn.far, *drawn.near]
    assert len(areas) == 77
    assert [area.title for area in areas if area.colour] == ["Bangkok: 40"]
    assert sum(area.is_outside for area in areas) == 75
    assert "Bangkok: 40" in [area.title for area in drawn.near]
    assert "Chiang Mai: hidden" in [area.title for area in drawn.far]


def test_larger_shares_are_darker():
    shades = [heat.shade_of(share) for share in (0, 2, 5, 12, 25, 45, 100)]
    assert shades == [0, 1, 2, 3, 4, 5, 5]
    assert heat.shade_of(None) is None


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=12))
def test_a_sparkline_breaks_where_nothing_is_known(series: list[float | None]):
    line = sparkline(series, len(series) - 1 if series else None)
    starts = sum(
        value is not None and (i == 0 or series[i - 1] is None) for i, value in enumerate(series)
    )
    assert line.path.count("M") == starts
    if line.dot:
        assert 0 <= line.dot[0] <= WIDTH
        assert 0 <= line.dot[1] <= HEIGHT


def _map_words() -> choropleth.Words:
    return choropleth.Words("map", "fewer", "balance", "more", "no data", "inset")
