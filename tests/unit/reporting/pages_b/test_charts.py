"""Geometry: everything lies within its chart, and what is not known is never drawn as zero."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.pages.charts import dumbbell, lines, ranges, ranking
from services.reporting.pages.charts.lettering import fitted, width
from services.reporting.pages.charts.scale import Scale, round_marks

VALUES = st.one_of(st.none(), st.floats(0, 1e6))
LABELS = st.text(st.characters(categories=("L", "M", "N", "Zs")), max_size=80)


@given(LABELS, st.floats(40, 400))
def test_a_label_is_cut_to_its_room(text, room):
    assert width(fitted(text, 13, room), 13) <= room


def test_a_thai_label_is_not_cut_between_a_letter_and_its_mark():
    cut = fitted("ผู้เชี่ยวชาญด้านเทคโนโลยีสารสนเทศและการสื่อสาร", 13, 120)
    assert cut.endswith("…")
    assert not cut[:-1].endswith(("เ", "แ", "โ", "ใ", "ไ"))


@given(st.floats(-1e6, 1e6), st.floats(0.001, 1e6), st.integers(2, 8))
def test_round_marks_are_even_and_cover_all(low, spread, most):
    marks = round_marks(low, low + spread, most)
    steps = [b - a for a, b in pairwise(marks)]
    assert marks[0] <= low + 1e-6
    assert marks[-1] >= low + spread - 1e-6
    assert max(steps) - min(steps) <= 1e-6 * max(1, abs(low), spread)


def test_a_scale_puts_its_ends_at_its_ends():
    x = Scale(10, 20, 100, 300)
    assert (x(10), x(15), x(20)) == (100, 200, 300)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 100)), max_size=20))
def test_dumbbells_stay_within_the_chart(shares):
    pairs = [dumbbell.Pair("a skill", one, other, "unclear", "0") for one, other in shares]
    for layout in (dumbbell.WIDE, dumbbell.NARROW):
        drawing = dumbbell.dumbbells(pairs, "label", ("a", "b"), layout)
        for line in drawing.lines:
            assert layout.label_room < line.first <= layout.width
            assert layout.label_room < line.second <= layout.width
            assert layout.top < line.y < drawing.height


@given(st.lists(VALUES, min_size=1, max_size=40))
def test_a_gap_in_a_course_is_a_gap(values):
    names = [str(i) for i in range(len(values))]
    course = lines.Course("title", "line", names, values, names)
    part = lines.lines((course, course), "label", lines.NARROW).parts[0]
    assert [place.y is None for place in part.places] == [value is None for value in values]
    assert sum(path.count("L") + 1 for path in part.paths) <= len(values)
    assert all(
        part.frame.top <= place.y <= part.base for place in part.places if place.y is not None
    )


def test_a_hidden_median_has_neither_bar_nor_dot():
    hidden = ranges.Spread("one", "of", None, None, None, "hidden", ("", ""))
    shown = ranges.Spread("two", "of", 10.0, 20.0, 30.0, "", ("", ""))
    drawing = ranges.ranges([hidden, shown], "label", "legend", ("", ""), ranges.WIDE)
    assert (drawing.lines[0].bar, drawing.lines[0].dot) == (None, None)
    low, high = drawing.lines[1].bar or (0, 0)
    assert low < (drawing.lines[1].dot or 0) < high


def test_a_component_beyond_the_reach_ends_there_and_an_unknown_one_is_said_to_be():
    given_scores = [9.0, -9.0, None]
    drawing = ranking.ranking(
        [ranking.Ranked("one", "+1", given_scores, [1, None, 2, 3])],
        "label",
        [""] * 5,
        ranking.WIDE,
    )
    far, low, unknown = drawing.lines[0].bars
    half = ranking.WIDE.column / 2
    assert far.width < half
    assert low.x + low.width <= low.zero
    assert not unknown.is_known
    assert len(drawing.lines[0].paths) == 1
