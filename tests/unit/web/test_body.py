"""Reading bodies: JSON and JSON lines in, anything else refused."""

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.access import AccessStore, Role
from shared.web.access import MOST_WITHOUT_KEY
from tests.unit.web.conftest import MakeApp

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=10,
)
quick = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@given(value=values)
@quick
def test_any_json_value_arrives_as_it_was_sent(value: Any, client: FlaskClient) -> None:
    sent = json.dumps(value, ensure_ascii=False).encode()
    answer = client.post("/v1/echo", data=sent, content_type="application/json")
    assert answer.json == {"echo": value}


@given(lines=st.lists(values))
@quick
def test_json_lines_arrive_as_a_list(lines: list[Any], client: FlaskClient) -> None:
    sent = b"\n".join(json.dumps(line).encode() for line in lines)
    answer = client.post("/v1/echo", data=sent, content_type="application/x-ndjson")
    assert answer.json == {"echo": lines}


def test_a_body_up_to_the_limit_is_taken_and_one_byte_more_is_not(make: MakeApp) -> None:
    client = make({"LMIS_MAX_BODY_BYTES": "1000"}).test_client()
    for size, status in ((1000, 200), (1001, 413)):
        body = b'"' + b"x" * (size - 2) + b'"'
        answer = client.post("/v1/echo", data=body, content_type="application/json")
        assert answer.status_code == status


def test_of_anybody_a_mebibyte_is_taken_and_of_a_key_more(
    make: MakeApp, access: AccessStore
) -> None:
    client = make().test_client()
    access.add_organisation("cu", "cu", Role.UNIVERSITY)
    with_key = {"Authorization": f"Bearer {access.issue_key('cu').text}"}
    for size, of_anybody in ((MOST_WITHOUT_KEY, 200), (MOST_WITHOUT_KEY + 1, 413)):
        body = b'"' + b"x" * (size - 2) + b'"'
        for path, headers, status in (("/v1/echo", {}, of_anybody), ("/v1/own/x", with_key, 200)):
            answer = client.post(path, data=body, content_type="application/json", headers=headers)
            assert answer.status_code == status


def test_a_view_may_take_larger_bodies_than_the_others(make: MakeApp) -> None:
    client = make({"LMIS_MAX_BODY_BYTES": "1000"}).test_client()
    for size, status in ((2000, 200), (2001, 413)):
        body = b'"' + b"x" * (size - 2) + b'"'
        answer = client.post("/v1/large", data=body, content_type="application/json")
        assert answer.status_code == status


def test_the_pointer_of_a_bad_line_counts_records_not_blank_lines(client: FlaskClient) -> None:
    answer = client.post("/v1/echo", data=b"\n1\n\n2\n{\n3", content_type="application/x-ndjson")
    assert [entry["pointer"] for entry in answer.json["errors"]] == ["/2"]
