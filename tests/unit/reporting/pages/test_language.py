"""Every text of the dashboard has its Thai; names are listed as each language lists them."""

from services.reporting.pages.language import Reader
from tests.support.catalogues import faults_of_texts


def test_every_text_has_one_translation_with_all_its_values_and_none_is_left_over():
    assert list(faults_of_texts(Reader.package)) == []


def test_names_are_listed_as_each_language_lists_them():
    assert Reader("en").listed(["a"]) == "a"
    assert Reader("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Reader("th").listed(["ก", "ข"]) == "ก และข"
