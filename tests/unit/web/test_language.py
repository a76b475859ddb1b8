"""Thai or English, as the reader asks, whatever the reader sends."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from shared.web.language import reader_language

app = Flask(__name__)
headers = st.one_of(
    st.text(st.characters(codec="latin-1", exclude_characters="\r\n")),
    st.lists(st.sampled_from(["th", "en", "*", "q=", ";", ",", "-", "1", "0.5", "nan", "é"])).map(
        "".join
    ),
)


def asked(header: str | None, query: str = "") -> str:
    sent = {} if header is None else {"Accept-Language": header}
    with app.test_request_context(f"/{query}", headers=sent):
        return reader_language()


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("th", "th"),
        ("TH-th", "th"),
        ("th-TH,th;q=0.9,en-US;q=0.8", "th"),
        ("en-GB, th;q=0.5", "en"),
        ("th;q=0.4, en;q=0.6", "en"),
        ("fr, de;q=0.9, th;q=0.1", "th"),
        ("th;q=0, en;q=0", "en"),
        ("th;q=0", "en"),
        ("*", "en"),
        ("thai", "en"),
        ("th;q=nan", "en"),
        ("th;q=1;q=2,;;=,", "en"),
        ("th" * 50_000, "en"),
        ("en," * 20_000 + "th", "en"),
    ],
)
def test_the_best_liked_of_the_two_is_taken(header: str | None, language: str) -> None:
    assert asked(header) == language


@pytest.mark.parametrize(
    ("query", "language"),
    [("?lang=th", "th"), ("?lang=EN", "en"), ("?lang=xx", "th"), ("?lang=en&lang=th", "en")],
)
def test_the_query_goes_before_the_header(query: str, language: str) -> None:
    assert asked("th", query) == language


@given(headers)
def test_any_header_gives_one_of_the_two(header: str) -> None:
    assert asked(header) in ("th", "en")


def test_outside_a_request_the_default_holds() -> None:
    assert (reader_language(), reader_language("th")) == ("en", "th")
