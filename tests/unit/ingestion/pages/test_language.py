"""Every text of the upload pages has its Thai, once, with the same values in it."""

import pytest

from services.ingestion.pages.language import Reader
from tests.support.catalogues import faults_of_texts


def test_every_text_has_one_translation_with_all_its_values_and_none_is_left_over():
    assert list(faults_of_texts(Reader.package)) == []


@pytest.mark.parametrize(
    ("language", "said"), [("th", "02/12/2568 00:30"), ("en", "02/12/2025 00:30")]
)
def test_moments_are_thai_days_in_the_readers_era(language, said):
    assert Reader(language).moment("2025-12-01T17:30:00.000+00:00") == said
