"""A cursor leads on in the figures and the query that it came from, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.querying.cursors import (
    CursorExpired,
    cursor_at,
    parsed_cursor,
    start_of,
)
from services.reporting.querying.query import Query
from services.reporting.querying.refusals import Meaningless
from tests.support.published import a_publication

RELEASE = a_publication("1.2.0")
QUERY = Query(None, ("graduates",))


@given(st.integers(0, 10**9))
def test_a_cursor_survives_the_way_to_the_caller_and_back(start):
    cursor = cursor_at(RELEASE, "t", QUERY, start)
    assert parsed_cursor(str(cursor)) == cursor
    assert start_of(cursor, RELEASE, "t", QUERY) == start


@given(st.data())
def test_an_altered_cursor_is_refused(data):
    text = str(cursor_at(RELEASE, "t", QUERY, 200))
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("ABCxyz019-_").filter(lambda c: c != text[at]))
    with pytest.raises(Meaningless):
        parsed_cursor(text[:at] + letter + text[at + 1 :])


@given(st.text(max_size=80))
def test_what_is_no_cursor_is_refused(text):
    with pytest.raises(Meaningless) as refused:
        parsed_cursor(text)
    assert [fault.code for fault in refused.value.faults] == ["bad_cursor"]


def test_a_cursor_of_another_query_or_table_is_refused():
    cursor = cursor_at(RELEASE, "t", QUERY, 200)
    for table, query in (("u", QUERY), ("t", Query(None, ("employment_rate",)))):
        with pytest.raises(Meaningless):
            start_of(cursor, RELEASE, table, query)


def test_live_figures_made_anew_end_a_cursor():
    before, after = (a_publication("live", issued=f"2026-11-23T0{hour}:00:00Z") for hour in (5, 6))
    cursor = cursor_at(before, "t", QUERY, 200)
    assert start_of(cursor, before, "t", QUERY) == 200
    with pytest.raises(CursorExpired):
        start_of(cursor, after, "t", QUERY)


def test_a_cursor_keeps_the_version_it_began_in_when_the_pin_allows_it():
    cursor = cursor_at(RELEASE, "t", QUERY, 200)
    for pin in (None, "latest", "1.*", "1.2", "1.2.0"):
        cursor.check_version(pin)
    for pin in ("2.*", "1.2.1", "live", "x"):
        with pytest.raises(Meaningless):
            cursor.check_version(pin)
    live = cursor_at(a_publication("live"), "t", QUERY, 200)
    live.check_version("live")
    live.check_version("latest")
