"""Every text of the pages has its Thai, once, with the same values in it."""

import re
from collections import defaultdict
from importlib import resources

from babel.messages.extract import extract_from_dir

from services.reporting.pages.language import Reader
from shared.web.look.language import catalogues

_ROOT = resources.files("services.reporting.pages")
_VALUES = re.compile(r"\{(\w*)\}")
_SAME_IN_BOTH = {"–"}


def in_the_source() -> set[str]:
    found = extract_from_dir(
        str(_ROOT),
        [("**.py", "python"), ("templates/**", "jinja2")],
        keywords={"say": None, "msgid": None},
    )
    return {text for _, _, text, _, _ in found if isinstance(text, str)}


def in_the_catalogues() -> dict[str, list[str]]:
    found = defaultdict(list)
    for catalogue in catalogues(Reader.package):
        for message in catalogue:
            if message.id:
                found[str(message.id)].append(str(message.string))
    return found


def test_every_text_has_a_translation_and_no_translation_is_left_over():
    assert in_the_source() - _SAME_IN_BOTH == set(in_the_catalogues())


def test_a_text_is_translated_in_one_way_with_all_its_values():
    for text, translations in in_the_catalogues().items():
        assert len(set(translations)) == 1, text
        assert translations[0].strip(), text
        assert set(_VALUES.findall(text)) == set(_VALUES.findall(translations[0])), text


def test_names_are_listed_as_each_language_lists_them():
    assert Reader("en").listed(["a"]) == "a"
    assert Reader("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Reader("th").listed(["ก", "ข"]) == "ก และข"
