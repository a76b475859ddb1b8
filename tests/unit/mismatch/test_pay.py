"""Pay as a position among graduates."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.mismatch import PayScale
from services.matching.mismatch.pay import LEAST_PAYS, ridits
from shared.contracts import Pay

amounts = st.floats(1_000, 200_000)
populations = st.lists(amounts, min_size=LEAST_PAYS, max_size=60)


def exact(amount: float, **more: str) -> Pay:
    return Pay(low=amount, high=amount, **more)  # type: ignore[arg-type]


@given(populations, amounts, amounts)
def test_more_pay_is_never_a_lower_position(
    population: list[float], one: float, another: float
) -> None:
    scale = PayScale.of(map(exact, population))
    assert scale is not None
    lower, higher = (scale.position(exact(amount)) for amount in sorted((one, another)))
    assert lower is not None
    assert higher is not None
    assert 0 <= lower <= higher <= 1


@given(populations, amounts)
def test_a_wider_band_around_an_amount_lies_between_its_ends(
    population: list[float], amount: float
) -> None:
    scale = PayScale.of(map(exact, population))
    assert scale is not None
    low, at, high = (scale.position(exact(amount * by)) for by in (0.5, 1, 2))
    band = scale.position(Pay(low=amount * 0.5, high=amount * 2))
    assert None not in (low, at, high, band)
    assert low <= band <= high  # type: ignore[operator]


def test_an_open_end_is_the_end_of_the_scale() -> None:
    scale = PayScale.of(exact(amount) for amount in range(1, 101))
    assert scale is not None
    assert scale.position(Pay(high=0.5)) == 0
    assert scale.position(Pay(low=101)) == 1
    assert scale.position(Pay(low=0.5)) == 0.5


def test_years_are_told_in_months_and_what_has_no_month_is_unknown() -> None:
    scale = PayScale.of(exact(amount) for amount in range(1, 101))
    assert scale is not None
    assert scale.position(exact(12 * 50, period="year")) == scale.position(exact(50))
    assert scale.position(exact(50, period="hour")) is None
    assert scale.position(exact(50, currency="EUR")) is None
    assert scale.position(Pay()) is None


def test_too_few_amounts_make_no_scale() -> None:
    assert PayScale.of(exact(amount) for amount in range(1, LEAST_PAYS)) is None


@given(st.lists(st.none() | st.integers(1, 5), min_size=1))
def test_ridits_average_one_half_over_those_known(bands: list[int | None]) -> None:
    known = [ridit for ridit in ridits(bands) if ridit is not None]
    assert len(known) == sum(band is not None for band in bands)
    if known:
        assert abs(sum(known) / len(known) - 0.5) < 1e-9
