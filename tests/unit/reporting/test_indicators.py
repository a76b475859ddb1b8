"""Laws and worked examples of the indicators."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.indicators.gap import share_gap
from services.reporting.indicators.intervals import agresti_caffo, agresti_coull
from services.reporting.indicators.kappa import cohens_kappa
from services.reporting.indicators.shares import mismatch_share
from services.reporting.indicators.tally import Tally
from services.reporting.indicators.tightness import tightness

shares = st.floats(0, 1)
sizes = st.floats(1, 1e6)
weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)


def tally(*of: float) -> Tally:
    return Tally(len(of), sum(of), sum(w * w for w in of))


def ones(n: int) -> Tally:
    return Tally(n, float(n), float(n))


def a_share(found: Tally, judged: Tally, concerned: int, uncoded: int = 0):
    return mismatch_share(
        dimension="vertical", method="normative_b", measure="over",
        found=found, judged=judged, concerned=concerned, uncoded=uncoded,
    )  # fmt: skip


@given(shares, sizes)
def test_the_interval_of_a_share_holds_the_share_and_stays_between_nothing_and_all(share, n):
    bounds = agresti_coull(share, n)
    assert 0 <= bounds.low <= share + 1e-9
    assert share - 1e-9 <= bounds.high <= 1


@given(shares, st.lists(sizes, min_size=2, max_size=6, unique=True))
def test_the_interval_of_a_share_narrows_as_observations_grow(share, many):
    widths = [b.high - b.low for b in (agresti_coull(share, n) for n in sorted(many))]
    assert all(wider >= narrower - 1e-9 for wider, narrower in pairwise(widths))


def test_agresti_coull_gives_the_published_kind_of_bounds():
    # 10 of 100 at 90 %: ñ = 102.706, p̃ = 0.110539; half-width 1.644854·√(p̃(1−p̃)/ñ) = 0.050894
    bounds = agresti_coull(0.1, 100)
    assert bounds.low == pytest.approx(0.059645, abs=1e-5)
    assert bounds.high == pytest.approx(0.161433, abs=1e-5)
    assert bounds.confidence == 0.9


@given(shares, sizes, shares, sizes)
def test_the_interval_of_a_difference_turns_around_with_its_samples(p, n, q, m):
    forth, back = agresti_caffo(p, n, q, m), agresti_caffo(q, m, p, n)
    assert forth.low == pytest.approx(-back.high, abs=1e-9)
    assert -1 <= forth.low <= forth.high <= 1


@given(weights)
def test_the_effective_number_is_at_most_the_number_and_at_least_one(given_weights):
    found = tally(*given_weights)
    assert 1 - 1e-9 <= found.effective <= found.n + 1e-9


@given(st.integers(1, 500), st.floats(0.01, 100))
def test_equal_weights_leave_the_number_of_observations_as_it_is(n, weight):
    assert Tally(n, n * weight, n * weight**2).effective == pytest.approx(n)


@given(weights, st.floats(0.01, 100))
def test_the_unit_of_the_weights_changes_no_share(given_weights, scale):
    found, judged = tally(given_weights[0]), tally(*given_weights)
    scaled = a_share(
        tally(given_weights[0] * scale), tally(*(w * scale for w in given_weights)), judged.n
    )
    plain = a_share(found, judged, judged.n)
    assert scaled.value == pytest.approx(plain.value)
    assert scaled.interval.low == pytest.approx(plain.interval.low)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50))
def test_a_graduate_without_the_facts_lowers_coverage_and_changes_no_share(found, rest, missing):
    judged = ones(found + rest)
    figure = a_share(ones(found), judged, judged.n + missing)
    assert figure.value == found / judged.n
    assert figure.coverage == judged.n / (judged.n + missing)


def test_nobody_concerned_is_not_the_same_as_nobody_judged():
    nobody, unjudged = a_share(Tally(), Tally(), 0), a_share(Tally(), Tally(), 7, uncoded=7)
    assert (nobody.status, nobody.value) == ("not_applicable", None)
    assert (unjudged.status, unjudged.value) == ("insufficient_evidence", None)
    assert (unjudged.coverage, unjudged.uncoded) == (0.0, 1.0)


def test_a_share_of_fewer_than_thirty_effective_observations_is_marked_low():
    assert a_share(ones(10), ones(29), 29).status == "low"
    assert a_share(ones(10), ones(30), 30).status == "ok"
    lopsided = tally(*[1.0] * 39, 100.0)
    assert a_share(ones(10), lopsided, 40).status == "low"


def test_tightness_counts_those_who_did_not_answer_as_neither_seeking_nor_settled():
    # 200 graduates, 100 answered, a quarter of them seek: 50 seekers for 25 openings.
    figure = tightness(25, ones(200), ones(100), ones(25))
    assert figure.value == pytest.approx(0.5)
    assert figure.coverage == 0.5
    assert figure.interval.low < 0.5 < figure.interval.high


def test_tightness_of_a_fully_surveyed_market_is_openings_over_seekers():
    assert tightness(30, ones(100), ones(100), ones(60)).value == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("graduates", "answered", "seeking", "status", "reason"),
    [
        (50, 50, 0, "not_applicable", "no_seekers"),
        (50, 0, 0, "insufficient_evidence", "facts_missing"),
        (0, 0, 0, "not_applicable", "nobody_concerned"),
    ],
)
def test_tightness_without_seekers_has_no_value_and_says_why(
    graduates, answered, seeking, status, reason
):
    figure = tightness(10, ones(graduates), ones(answered), ones(seeking))
    assert (figure.value, figure.status, figure.reason) == (None, status, reason)


def test_the_upper_end_of_tightness_is_open_when_there_may_be_no_seekers():
    figure = tightness(10, ones(1000), ones(1000), ones(1))
    assert figure.interval.high is None or figure.interval.high > figure.value


@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=8).filter(
        lambda cells: any(v for v, _ in cells) and any(u for _, u in cells)
    )
)
def test_the_gaps_of_all_groups_add_up_to_nothing_and_halve_to_the_dissimilarity(cells):
    demand, supply = sum(v for v, _ in cells), sum(u for _, u in cells)
    gaps = [share_gap(ones(v), ones(demand), ones(demand), ones(u), ones(supply)) for v, u in cells]
    assert sum(g.value for g in gaps) == pytest.approx(0, abs=1e-9)
    assert 0 <= sum(abs(g.value) for g in gaps) / 2 <= 1 + 1e-9


def test_the_gaps_of_the_oecd_on_thailand_give_the_published_dissimilarity():
    demand, supply = (51 / 75, 9 / 75, 15 / 75), (0.22, 0.15, 0.63)
    gaps = [
        share_gap(Tally(1, d, 1), Tally(3, 1, 0.01), ones(99), Tally(1, s, 1), Tally(3, 1, 0.01))
        for d, s in zip(demand, supply, strict=True)
    ]
    assert sum(abs(g.value) for g in gaps) / 2 == pytest.approx(0.46)


cells = st.integers(0, 100)


@given(cells, cells, cells, cells)
def test_kappa_does_not_care_which_method_comes_first(both, first, second, none):
    forth = cohens_kappa("vertical", ("a", "b"), ones(both), ones(first), ones(second), ones(none))
    back = cohens_kappa("vertical", ("b", "a"), ones(both), ones(second), ones(first), ones(none))
    assert (
        forth.value == pytest.approx(back.value) if forth.value is not None else back.value is None
    )
    assert forth.value is None or -1 - 1e-9 <= forth.value <= 1 + 1e-9


def test_kappa_of_the_textbook_table():
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: p_o = .7, p_e = .5
    figure = cohens_kappa("vertical", ("a", "b"), ones(20), ones(5), ones(10), ones(15))
    assert figure.value == pytest.approx(0.4)
    assert figure.n == 50


def test_kappa_of_methods_that_say_one_thing_of_everybody_has_no_value():
    figure = cohens_kappa("vertical", ("a", "b"), Tally(), Tally(), Tally(), ones(40))
    assert (figure.value, figure.status) == (None, "not_applicable")
