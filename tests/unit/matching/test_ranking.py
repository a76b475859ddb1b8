"""One score for both directions: symmetric, explained, and blind to what is not known."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching import fits
from services.matching.fits import FITS, Opening, Seeker, pay_grade
from services.matching.ranking import match, rank_openings, rank_seekers
from services.matching.reasons import REASONS
from shared.contracts import Pay
from tests.unit.matching.market_records import OPENINGS, SEEKERS

A_DEVELOPER = Seeker(
    field="0613",
    level=6,
    skills=frozenset("abc"),
    occupation="2512",
    region="TH-10",
    graduation_year=2020,
    pay=pay_grade(Pay(low=25_000, high=25_000), "low"),
)
A_DEVELOPER_WANTED = Opening(
    fields_accepted=("061",),
    level_required=6,
    skills=frozenset("ab"),
    occupation="2512",
    region="TH-10",
    experience_years=2,
    posted_year=2025,
    pay=pay_grade(Pay(low=22_000, high=30_000), "high"),
)


def test_weights_sum_to_one() -> None:
    assert sum(weight for weight, _ in FITS.values()) == pytest.approx(1)


def test_a_perfect_pair_scores_one_with_full_coverage() -> None:
    found = match(A_DEVELOPER, A_DEVELOPER_WANTED)
    assert found.score == pytest.approx(1)
    assert found.coverage == pytest.approx(1)


@given(SEEKERS, OPENINGS)
def test_the_score_is_the_same_from_both_sides(seeker: Seeker, opening: Opening) -> None:
    [(_, from_seeker)] = rank_openings(seeker, [("opening", opening)])
    [(_, from_opening)] = rank_seekers(opening, [("seeker", seeker)])
    assert from_seeker == from_opening


@given(SEEKERS, OPENINGS)
def test_the_score_lies_in_its_range_and_is_the_sum_of_its_parts(
    seeker: Seeker, opening: Opening
) -> None:
    found = match(seeker, opening)
    assert 0 <= found.coverage <= 1 + 1e-9
    total = sum(part.contribution for part in found.parts)
    if found.score is None:
        assert total == found.coverage == 0
        assert all(part.fit is None for part in found.parts)
    else:
        assert 0 <= found.score <= 1
        assert found.score == pytest.approx(total)


@given(SEEKERS, OPENINGS)
def test_an_unknown_fact_contributes_nothing_and_every_reason_has_words(
    seeker: Seeker, opening: Opening
) -> None:
    for part in match(seeker, opening).parts:
        assert (part.fit is None) == (part.reason == "unknown")
        assert part.fit is not None or part.contribution == 0
        assert set(REASONS[part.reason]) == {"th", "en"}


@given(SEEKERS, OPENINGS, st.data())
def test_a_fact_taken_away_neither_helps_nor_hurts(
    seeker: Seeker, opening: Opening, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(["level", "skills", "occupation", "region", "pay"]))
    empty = {f.name: f.default for f in fields(Seeker)}[name]
    before, after = match(seeker, opening), match(replace(seeker, **{name: empty}), opening)
    rest = [part for part in before.parts if part.fact != name]
    assert [p.fit for p in after.parts if p.fact != name] == [p.fit for p in rest]
    if after.score is not None:
        remaining = sum(part.contribution for part in rest)
        own = next(part for part in before.parts if part.fact == name)
        known_without = after.coverage / before.coverage
        assert after.score == pytest.approx(remaining / known_without)
        assert own.fit is None or after.coverage < before.coverage


def test_every_reason_in_words_is_one_that_is_given() -> None:
    source = Path(fits.__file__).read_text()
    assert [code for code in REASONS if f'"{code}"' not in source] == ["unknown"]


@pytest.mark.parametrize(
    ("field", "accepted", "fit"),
    [
        ("0613", ("06",), 1.0),
        ("0613", ("0613", "041"), 1.0),
        ("0612", ("0613",), 0.75),
        ("061", ("0613",), 0.75),
        ("06", ("0613",), 0.5),
        ("0413", ("0613",), 0.0),
    ],
)
def test_field_fits_by_the_depth_shared_with_what_is_accepted(
    field: str, accepted: tuple[str, ...], fit: float
) -> None:
    assert _fit("field", Seeker(field=field), Opening(fields_accepted=accepted)) == fit


@pytest.mark.parametrize(
    ("field", "occupation", "fit"),
    [("0913", "2221", 1.0), ("0913", "2512", 0.0), ("0913", "25", None), ("0011", "2512", None)],
)
def test_without_accepted_fields_the_occupations_usual_ones_decide(
    field: str, occupation: str, fit: float | None
) -> None:
    assert _fit("field", Seeker(field=field), Opening(occupation=occupation)) == fit


@pytest.mark.parametrize(
    ("own", "required", "fit"), [(6, 6, 1.0), (7, 6, 0.8), (8, 6, 0.5), (5, 6, 0.3), (3, 6, 0.0)]
)
def test_level_fits_by_its_distance_from_the_one_asked_for(
    own: int, required: int, fit: float
) -> None:
    assert _fit("level", Seeker(level=own), Opening(level_required=required)) == fit


def test_without_a_stated_level_the_occupations_usual_levels_decide() -> None:
    professional = Opening(occupation="2512")
    assert _fit("level", Seeker(level=6), professional) == 1.0
    assert _fit("level", Seeker(level=4), professional) == 0.3
    assert _fit("level", Seeker(level=4), Opening(occupation="0110")) is None


def test_skills_fit_by_the_share_of_those_asked_for() -> None:
    assert _fit("skills", Seeker(skills=frozenset("ax")), Opening(skills=frozenset("ab"))) == 0.5
    assert _fit("skills", Seeker(), Opening(skills=frozenset("ab"))) is None


def test_an_unknown_digit_of_an_occupation_lowers_coverage_and_not_the_score() -> None:
    exact = match(Seeker(occupation="2512"), Opening(occupation="2512"))
    coarse = match(Seeker(occupation="25"), Opening(occupation="2512"))
    assert exact.score == coarse.score == 1
    assert coarse.coverage == pytest.approx(exact.coverage / 2)


@pytest.mark.parametrize(
    ("here", "there", "fit"),
    [
        ("TH-50", "TH-50", 1.0),
        ("TH-50", "TH-57", 0.5),
        ("TH-50", "TH-90", 0.0),
        ("AT", "TH-50", 0.0),
        ("TH", "TH-50", None),
        ("AT", "AT", None),
    ],
)
def test_region_fits_by_nearness(here: str, there: str, fit: float | None) -> None:
    assert _fit("region", Seeker(region=here), Opening(region=there)) == fit


def test_experience_is_bounded_by_the_years_since_graduation() -> None:
    opening = Opening(experience_years=4, posted_year=2025)
    assert _fit("experience", Seeker(graduation_year=2023), opening) == 0.5
    assert _fit("experience", Seeker(graduation_year=2015), opening) == 1.0
    assert _fit("experience", Seeker(), opening) is None
    assert _fit("experience", Seeker(), Opening(experience_years=0)) == 1.0


@pytest.mark.parametrize(
    ("own", "offered", "fit"),
    [
        (Pay(low=20_000, high=25_000), Pay(low=15_000, high=20_000), 1.0),
        (Pay(low=30_000), Pay(high=21_000), 0.2),
        (Pay(low=100_000), Pay(high=20_000), 0.0),
        (Pay(low=300_000, period="year"), Pay(low=25_000, high=25_000), 1.0),
        (Pay(low=300, period="day"), Pay(high=20_000), None),
        (Pay(low=20_000, currency="EUR"), Pay(high=20_000), None),
        (Pay(), Pay(high=20_000), None),
    ],
)
def test_pay_fits_when_the_most_offered_reaches_what_the_graduate_has(
    own: Pay, offered: Pay, fit: float | None
) -> None:
    seeker, opening = Seeker(pay=pay_grade(own, "low")), Opening(pay=pay_grade(offered, "high"))
    assert _fit("pay", seeker, opening) == (fit if fit is None else pytest.approx(fit))


def test_equal_scores_are_ordered_by_coverage_and_unknown_ones_come_last() -> None:
    openings = {
        "unknown": Opening(),
        "thin": Opening(level_required=6),
        "thick": Opening(level_required=6, region="TH-10"),
        "poor": Opening(level_required=3),
    }
    ranked = rank_openings(A_DEVELOPER, openings.items())
    assert [key for key, _ in ranked] == ["thick", "thin", "poor", "unknown"]


def _fit(fact: str, seeker: Seeker, opening: Opening) -> float | None:
    return next(p.fit for p in match(seeker, opening).parts if p.fact == fact)
