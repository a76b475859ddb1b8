"""Years and dates of the Buddhist and the common era."""

from datetime import date

import marshmallow as ma
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.schemas import GraduateSchema, VacancySchema
from services.ingestion.schemas.fields import BUDDHIST_OFFSET, EraDate, common_era
from tests.builders import a_graduate_post, a_survey_post, a_vacancy_post
from tests.unit.ingestion.checking import faults_of

years = st.integers(1940, 2100)
days = st.dates(date(1940, 1, 1), date(2100, 12, 31))


@given(years)
def test_a_year_means_the_same_in_both_eras(year: int) -> None:
    assert common_era(year) == common_era(year + BUDDHIST_OFFSET) == year


@given(st.integers())
def test_a_year_of_neither_era_is_refused(year: int) -> None:
    if not (1940 <= year <= 2100 or 1940 <= year - BUDDHIST_OFFSET <= 2100):
        with pytest.raises(ma.ValidationError):
            common_era(year)


@given(days)
def test_a_date_means_the_same_in_both_eras(day: date) -> None:
    buddhist = f"{day.year + BUDDHIST_OFFSET}-{day:%m-%d}"
    field = EraDate()
    assert field.deserialize(buddhist) == field.deserialize(f"{day:%Y-%m-%d}") == day.isoformat()


def test_thai_digits_are_digits() -> None:
    assert EraDate().deserialize("๒๕๖๘-๐๑-๑๕") == "2025-01-15"


def test_a_leap_day_is_one_in_the_common_era() -> None:
    assert EraDate().deserialize("2567-02-29") == "2024-02-29"
    with pytest.raises(ma.ValidationError):
        EraDate().deserialize("2568-02-29")


@pytest.mark.parametrize(
    ("year", "surveyed_on", "is_mixed"),
    [
        (2567, "2568-01-15", False),
        (2024, "2025-01-15", False),
        (2024, "2568-01-15", True),
        (2567, "2025-01-15", True),
        (2567, None, False),
    ],
)
def test_a_graduates_record_speaks_one_era(
    year: int, surveyed_on: str | None, is_mixed: bool
) -> None:
    posted = a_graduate_post(graduation_year=year, tracer=a_survey_post(surveyed_on=surveyed_on))
    expected = {"/tracer/surveyed_on": "mixed_eras"} if is_mixed else {}
    assert faults_of(GraduateSchema(), posted) == expected


def test_a_vacancys_record_speaks_one_era() -> None:
    posted = a_vacancy_post(posted_on="2568-01-10", closes_on="2025-03-31")
    assert faults_of(VacancySchema(), posted) == {"/closes_on": "mixed_eras"}


def test_mixed_eras_are_named_beside_other_faults() -> None:
    posted = a_vacancy_post(posted_on="2568-01-10", closes_on="2025-03-31", openings=0)
    assert faults_of(VacancySchema(), posted) == {
        "/openings": "out_of_range",
        "/closes_on": "mixed_eras",
    }
