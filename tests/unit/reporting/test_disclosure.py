"""Nobody can read, or work out from one table and its total, a group of fewer than ten."""

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.disclosure import hide_small, is_small, protect
from services.reporting.figures import Figure


def a_count(n: int, measure: str = "graduates") -> Figure:
    return Figure(measure=measure, status="ok", value=float(n), n=n, tells=(n,))


def a_share(found: int, n: int) -> Figure:
    return Figure(
        measure="over",
        status="ok",
        value=found / n if n else None,
        n=n,
        tells=(n, found, n - found),
    )


def protected(cells, make=a_count):
    rows, total = protect([[make(*_tuple(cell))] for cell in cells], [_total(cells, make)])
    return [row[0] for row in rows], total[0]


def _tuple(cell):
    return cell if isinstance(cell, tuple) else (cell,)


def _total(cells, make):
    return make(*(sum(part) for part in zip(*map(_tuple, cells), strict=True)))


def test_a_count_under_ten_is_hidden_with_everything_about_it():
    (small, *_), _ = protected([4, 50, 60])
    assert small.status == "suppressed"
    assert (small.value, small.n, small.interval, small.coverage) == (None, None, None, None)


def test_a_hidden_cell_takes_the_next_smallest_with_it():
    rows, total = protected([4, 50, 60])
    assert [row.status for row in rows] == ["suppressed", "suppressed", "ok"]
    assert total.status == "ok"


def test_cells_hidden_together_are_not_few_together():
    rows, _ = protected([2, 3, 40, 50])
    assert [row.status for row in rows] == ["suppressed", "suppressed", "suppressed", "ok"]


def test_enough_small_cells_protect_each_other():
    rows, _ = protected([6, 7, 40])
    assert [row.status for row in rows] == ["suppressed", "suppressed", "ok"]


def test_nothing_else_to_hide_hides_the_total():
    rows, total = protected([4])
    assert (rows[0].status, total.status) == ("suppressed", "suppressed")


def test_an_empty_cell_is_shown_and_protects_nobody():
    rows, _ = protected([4, 0, 50])
    assert [row.status for row in rows] == ["suppressed", "ok", "suppressed"]


def test_a_share_that_tells_of_few_persons_is_hidden_although_its_base_is_large():
    assert protected([(3, 200), (50, 200), (90, 200)], a_share)[0][0].status == "suppressed"
    assert protected([(197, 200), (50, 200), (90, 200)], a_share)[0][0].status == "suppressed"


def test_a_figure_made_of_a_hidden_one_is_hidden():
    def row(graduates, vacancies):
        return [
            a_count(graduates),
            a_count(vacancies, "vacancies"),
            Figure(measure="tightness", status="ok", value=1.0, rests_on=("graduates",)),
        ]

    rows, _ = protect([row(4, 50), row(40, 50), row(50, 50)], row(94, 150))
    assert [r[2].status for r in rows] == ["suppressed", "suppressed", "ok"]
    assert [r[1].status for r in rows] == ["ok", "ok", "ok"]


def test_a_table_without_rows_protects_its_total():
    assert protect([], [a_count(9)]) == ([], [a_count(9).hidden()])
    assert protect([], [a_count(10)]) == ([], [a_count(10)])


def test_figures_that_stand_alone_are_hidden_alone():
    assert [f.status for f in hide_small([a_count(9), a_count(10), a_count(0)])] == [
        "suppressed", "ok", "ok",
    ]  # fmt: skip


counts = st.lists(st.integers(0, 60), min_size=1, max_size=8)
pairs = st.lists(
    st.integers(0, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=8,
)


@given(counts)
def test_no_small_count_can_be_read_or_worked_out(cells):
    _assert_safe(*protected(cells), cells)


@given(pairs)
def test_no_small_part_of_a_share_can_be_read_or_worked_out(cells):
    parts = [(n, found, n - found) for found, n in cells]
    _assert_safe(*protected(cells, a_share), parts)


def _assert_safe(rows, total, truth):
    """The attack: read what is shown, and take it from the total when that is shown."""
    hidden = [_tuple(t) for row, t in zip(rows, truth, strict=True) if row.status == "suppressed"]
    shown = [_tuple(t) for row, t in zip(rows, truth, strict=True) if row.status != "suppressed"]
    assert not any(is_small(count) for cell in shown for count in cell)
    if total.status == "suppressed" or not hidden:
        return
    assert len(hidden) >= 2
    assert not any(is_small(sum(part)) for part in zip(*hidden, strict=True))
