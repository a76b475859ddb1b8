"""Bodies of every kind at the door: refused plainly, nothing half kept."""

import json

import pytest

from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, codes

# A body is read before any database is asked, so one of the two is enough.
pytestmark = pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)

HUGE = "9" * 5_000
DEEP = "[" * 100_000
SURROGATE = r'{"reference": "\ud800", "graduation_year": 2024}'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{bad",
        b'{"reference": "1",}',
        b"{'reference': '1'}",
        b'{"reference": "1"} {"reference": "2"}',
        b'{"graduation_year": NaN}',
        b'{"graduation_year": Infinity}',
        b'{"graduation_year": -Infinity}',
        b'{"graduation_year": 1e400}',
        b'{"graduation_year": 02567}',
        b'{"reference": "a\xff"}',
        b'{"reference": "\xe0\xb8"}',
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"\x00",
        b'{"reference": "a\x01"}',
        HUGE.encode(),
        b'{"graduation_year": ' + HUGE.encode() + b"}",
        DEEP.encode(),
        b'{"tracer": ' * 5_000,
        SURROGATE.encode(),
        b'{"\\udfff": 1}',
    ],
    ids=range(22),
)
def test_what_is_not_json_is_malformed_and_says_where(
    body: bytes, university: Caller, door: OpenDoor
) -> None:
    answer = university.post_bytes("graduates", body)
    assert (answer.status_code, codes(answer)) == (400, {"": "malformed_json"})
    assert answer.mimetype == "application/problem+json"
    assert door.rows("graduates") == []


@pytest.mark.parametrize("body", ["null", "true", "1", '"text"', "1.5e3"])
def test_json_that_is_no_record_is_invalid(body: str, university: Caller) -> None:
    answer = university.post_bytes("graduates", body.encode())
    assert (answer.status_code, codes(answer)) == (422, {"": "not_object"})


@pytest.mark.parametrize(
    ("member", "code"),
    [
        ('"level": ' + "[" * 900 + "]" * 900, "unknown_level"),
        ('"level": 18446744073709551617', "unknown_level"),
        ('"weight": 1' + "0" * 300, "not_above"),
        ('"skills": ' + '{"a":' * 300 + "1" + "}" * 300, "not_list"),
        ('"study_region": "\\u0000"', "unknown_code"),
    ],
    ids=["deep", "wide integer", "large number", "deep object", "nul"],
)
def test_extreme_values_are_faults_of_their_field(
    member: str, code: str, university: Caller
) -> None:
    body = f'{{"reference": "1", "graduation_year": 2024, {member}}}'
    answer = university.post_bytes("graduates", body.encode())
    assert answer.status_code == 422
    assert list(codes(answer).values()) == [code]


def test_of_a_key_named_twice_the_last_value_counts(university: Caller) -> None:
    body = b'{"reference": "1", "graduation_year": 2020, "graduation_year": 2024}'
    assert university.post_bytes("graduates", body).status_code == 201
    assert university.get("graduates/1").json["content"]["graduation_year"] == 2024


def test_json_lines_are_records_and_blank_lines_are_nothing(university: Caller) -> None:
    lines = [json.dumps(a_graduate_post(reference=str(n))) for n in range(3)]
    body = "\n\n".join(lines) + "\r\n  \n"
    answer = university.post_bytes("graduates", body.encode(), "application/x-ndjson")
    assert (answer.status_code, answer.json["created"]) == (200, 3)


def test_a_bad_json_line_is_named_and_nothing_is_kept(university: Caller, door: OpenDoor) -> None:
    good = json.dumps(a_graduate_post()).encode()
    answer = university.post_bytes("graduates", good + b"\n\n{bad\n", "application/x-ndjson")
    assert (answer.status_code, codes(answer)) == (400, {"/1": "malformed_json"})
    assert door.rows("graduates") == []


def test_no_json_lines_at_all_are_an_empty_list(university: Caller) -> None:
    answer = university.post_bytes("graduates", b"\n \n", "application/x-ndjson")
    assert (answer.status_code, codes(answer)) == (422, {"": "empty"})


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/xml", "multipart/form-data", "text/json", "", "nonsense;;=", "*/*"],
)
def test_another_content_type_is_refused_and_told_what_is_taken(
    content_type: str, university: Caller, employer: Caller
) -> None:
    body = json.dumps(a_graduate_post()).encode()
    answer = university.post_bytes("graduates", body, content_type)
    assert answer.status_code == 415
    assert "application/json" in answer.headers["Accept-Post"]
    closing = employer.call("PUT", "/v1/vacancies/1/closing", data=b"{}", content_type=content_type)
    assert closing.status_code == 415


@pytest.mark.parametrize("content_type", ["application/json; charset=utf-8", "APPLICATION/JSON"])
def test_a_content_type_may_have_parameters_and_any_case(
    content_type: str, university: Caller
) -> None:
    body = json.dumps(a_graduate_post()).encode()
    assert university.post_bytes("graduates", body, content_type).status_code == 201


def test_a_body_of_ten_megabytes_is_too_large(university: Caller, door: OpenDoor) -> None:
    answer = university.post_bytes("graduates", b" " * 10_000_000)
    assert answer.status_code == 413
    assert answer.mimetype == "application/problem+json"
    assert door.rows("graduates") == []


@pytest.mark.parametrize("body", [b"{bad", DEEP.encode(), HUGE.encode(), b'{"\\ud800": 1}'])
def test_a_malformed_closing_is_malformed_too(body: bytes, employer: Caller) -> None:
    employer.post("vacancies", a_vacancy_post())
    answer = employer.call(
        "PUT", "/v1/vacancies/HR-17/closing", data=body, content_type="application/json"
    )
    assert (answer.status_code, codes(answer)) == (400, {"": "malformed_json"})
