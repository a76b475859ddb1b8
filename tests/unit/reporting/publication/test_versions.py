"""Pins mean the newest release they allow."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.publication.versions import NoSuchVersion, is_pin, parsed, resolve

VERSIONS = ["1.0.0", "1.2.0", "1.10.1", "2.0.0", "2.0.3"]


@pytest.mark.parametrize(
    ("pin", "found"),
    [
        ("latest", "2.0.3"),
        ("live", "live"),
        ("1.2.0", "1.2.0"),
        ("1.*", "1.10.1"),
        ("1", "1.10.1"),
        ("1.2.*", "1.2.0"),
        ("2.*", "2.0.3"),
    ],
)
def test_a_pin_means_the_newest_it_allows(pin: str, found: str) -> None:
    assert resolve(pin, reversed(VERSIONS)) == found


@pytest.mark.parametrize("pin", ["3.*", "1.3.0", "", "x", "1.2.0.0", "*", "1.*.0", "01.0.0", "-1"])
def test_a_pin_that_no_release_answers_to_is_refused(pin: str) -> None:
    with pytest.raises(NoSuchVersion):
        resolve(pin, VERSIONS)


def test_before_the_first_release_the_latest_is_live() -> None:
    assert resolve("latest", []) == "live"


@given(st.tuples(*[st.integers(0, 300)] * 3), st.lists(st.tuples(*[st.integers(0, 300)] * 3)))
def test_the_newest_is_by_number_not_by_letter(
    one: tuple[int, int, int], others: list[tuple[int, int, int]]
) -> None:
    versions = [".".join(map(str, v)) for v in [one, *others]]
    assert parsed(resolve("latest", versions)) == max([one, *others])


@given(st.text(max_size=12))
def test_any_text_is_a_pin_or_not(text: str) -> None:
    if not is_pin(text):
        with pytest.raises(NoSuchVersion):
            resolve(text, VERSIONS)
