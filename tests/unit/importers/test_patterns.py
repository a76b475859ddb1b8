"""Regular expressions of users."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.importers.patterns import LONGEST, safe_pattern


@pytest.mark.parametrize(
    "pattern",
    [
        r"^(\d+)\s*(?:อัตรา|ตำแหน่ง|[Pp]ositions?)?$",
        r"(\d{4})",
        r"^([A-Z]{2,5})-\d+$",
        r"รหัส:(.+)",
        r"([ก-ฮ]+)\d*",
        r"^(ปี\s?\d{4})$",
        r"([^,]+),",
    ],
)
def test_what_people_write_is_taken(pattern: str) -> None:
    assert safe_pattern(pattern).groups == 1


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(a+)+$", "repeated group"),
        (r"(?:a|b)*(c)", "repeated group"),
        (r"(?:ab){20}(c)", "repeated group"),
        (r"^(.*)(\d+)$", "can both take"),
        (r"(\w+)\s*\w+", "can both take"),
        (r"([a-z]+)[m-p]*", "can both take"),
        (r"([α-ω]+)[γ-δ]*", "can both take"),
        (r"([^a]*)[^b]*", "can both take"),
        (r"(a?)a{5,90}a{5,90}", "can both take"),
        (r"(a){1,101}", "times"),
        (r"(a)\1", "not taken here"),
        (r"(?=a)(b)", "not taken here"),
        (r"(?i)(a)", "not taken here"),
        (r"(?P<x>a)", "not taken here"),
        (r"(\x41+)", "by their code"),
        (r"(a", "pattern: missing"),
        ("(" + "a" * LONGEST + ")", "characters"),
    ],
)
def test_what_could_take_for_ever_is_not(pattern: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        safe_pattern(pattern)


@given(st.text(alphabet=r"ab1.\dws+*?()[]|{2,}^$-ก ", max_size=24))
def test_any_text_is_taken_or_refused(pattern: str) -> None:
    try:
        compiled = safe_pattern(pattern)
    except ValueError:
        return
    compiled.search("ab1 " * 250)
