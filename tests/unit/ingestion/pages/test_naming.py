"""Values of a preview in the reader's words and era."""

import pytest

from services.ingestion.pages.naming import in_words


@pytest.mark.parametrize(
    ("field", "value", "thai", "english"),
    [
        ("graduation_year", "2023", "2566 (2023)", "2023"),
        ("graduation_year", "2566", "2566", "2023 (2566)"),
        ("graduation_year", "3109", "3109", "3109"),
        ("graduation_year", "25x6", "25x6", "25x6"),
        ("tracer.surveyed_on", "2024-01-15", "15/01/2567 (2024-01-15)", "2024-01-15"),
        ("tracer.surveyed_on", "2567-01-15", "15/01/2567 (2567-01-15)", "2024-01-15 (2567-01-15)"),
        ("tracer.surveyed_on", "yesterday", "yesterday", "yesterday"),
    ],
)
def test_years_and_days_are_told_in_the_readers_era_whatever_the_files(
    field: str, value: str, thai: str, english: str
) -> None:
    assert in_words("graduates", field, value, "th") == thai
    assert in_words("graduates", field, value, "en") == english
