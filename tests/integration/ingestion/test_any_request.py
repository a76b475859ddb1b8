"""Whatever is sent to the door, the answer is an answer: never a 5xx, and every 4xx a problem."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import marshmallow as ma
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from services.ingestion.schemas import ClosingSchema, GraduateSchema, VacancySchema
from shared.web.faults import TEXTS
from shared.web.problem import TITLES, ProblemSchema
from tests.builders import a_graduate_post, a_survey_post, a_vacancy_post
from tests.integration.ingestion.door import Caller

pytestmark = pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
many = settings(
    max_examples=50,
    deadline=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

text = st.one_of(st.text(), st.sampled_from(["\0", "​", "เเ", "ํา", "0613", "TH-10", "a@b.co"]))
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(1900, 2700),
    st.floats(),
    text,
    st.dates().map(str),
)
any_json = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(text, inner, max_size=4)),
    max_leaves=12,
)


def members_of(*schemas: type[ma.Schema]) -> set[str]:
    return {name for schema in schemas for name in schema().fields}


@st.composite
def nearly_right(draw: st.DrawFn, good: dict[str, Any]) -> dict[str, Any]:
    """A good post with some members replaced by anything, left out, or added."""
    posted = dict(good)
    names = st.sampled_from([*sorted(posted), "tracer", "pay", "weight", "synthetic"])
    for name in draw(st.lists(names, max_size=3)):
        if draw(st.booleans()):
            posted.pop(name, None)
        else:
            posted[name] = draw(any_json)
    if draw(st.integers(0, 5)) == 0:
        posted[draw(text)] = draw(any_json)
    return posted


graduates = st.one_of(
    nearly_right(a_graduate_post()),
    nearly_right(a_survey_post()).map(lambda tracer: a_graduate_post(tracer=tracer)),
)
vacancies = st.one_of(
    nearly_right(a_vacancy_post()),
    nearly_right({"low": 1, "high": 2, "period": "day"}).map(lambda p: a_vacancy_post(pay=p)),
)


def check(answer: TestResponse) -> None:
    """No 5xx; a 4xx is a problem as RFC 9457 and its own schema describe it."""
    assert answer.status_code < 500, answer.text
    if answer.status_code < 400:
        return
    problem = answer.json
    assert answer.mimetype == "application/problem+json"
    assert not ProblemSchema().validate(problem)
    kind = problem["type"].removeprefix("urn:lmis:problem:")
    assert TITLES[kind][0] == problem["status"] == answer.status_code
    if kind == "invalid":
        assert problem["errors"]
    for entry in problem.get("errors", []):
        assert entry["code"] in TEXTS
        assert entry["pointer"] == "" or entry["pointer"][0] in "/?"


def check_outcomes(answer: TestResponse, count: int) -> None:
    check(answer)
    if answer.status_code == 200:
        results = answer.json["results"]
        assert len(results) == count
        assert all(("errors" in r) == (r["status"] == "invalid") for r in results)


def encoded(value: Any) -> bytes:
    """JSON as Python writes it, NaN and lone surrogates included."""
    return json.dumps(value).encode()


@given(body=any_json)
@many
def test_any_json_value(body: Any, university: Caller, employer: Caller) -> None:
    check(university.post_bytes("graduates", encoded(body)))
    check(employer.post_bytes("vacancies", encoded(body)))


@given(body=st.binary(), content_type=st.sampled_from(["application/json", "application/x-ndjson"]))
@many
def test_any_bytes(body: bytes, content_type: str, university: Caller) -> None:
    check(university.post_bytes("graduates", body, content_type))


@given(posts=st.lists(graduates, min_size=1, max_size=4))
@many
def test_nearly_right_graduates(posts: list[Any], university: Caller) -> None:
    check(university.post_bytes("graduates", encoded(posts[0])))
    check_outcomes(university.post_bytes("graduates", encoded(posts)), len(posts))


@given(posts=st.lists(vacancies, min_size=1, max_size=4))
@many
def test_nearly_right_vacancies(posts: list[Any], employer: Caller) -> None:
    check(employer.post_bytes("vacancies", encoded(posts[0])))
    check_outcomes(employer.post_bytes("vacancies", encoded(posts)), len(posts))


@given(closing=st.one_of(any_json, nearly_right({"closed_on": "2025-02-01", "filled": True})))
@many
def test_any_closing(closing: Any, employer: Caller) -> None:
    employer.post("vacancies", a_vacancy_post())
    path = "/v1/vacancies/HR-17/closing"
    check(employer.call("PUT", path, data=encoded(closing), content_type="application/json"))


@given(
    name=st.text(min_size=1),
    query=st.dictionaries(st.sampled_from(["limit", "cursor", "lang", "x"]), st.text()),
    method=st.sampled_from(["GET", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE"]),
)
@many
def test_any_reference_and_query(
    name: str, query: dict[str, str], method: str, university: Caller, employer: Caller
) -> None:
    asked = "&".join(f"{quote(k, safe='')}={quote(v, safe='')}" for k, v in query.items())
    for caller, noun in ((university, "graduates"), (employer, "vacancies")):
        answer = caller.call(method, f"/v1/{noun}/{quote(name, safe='')}?{asked}")
        assert answer.status_code < 500
        check_page = caller.get(f"{noun}?{asked}")
        check(check_page)


@given(value=st.text(st.characters(codec="latin-1", exclude_characters="\r\n"), max_size=200))
@many
def test_any_header(value: str, university: Caller) -> None:
    names = ("Accept", "Accept-Language", "X-Correlation-Id", "Content-Type", "Range", "Cookie")
    for name in names:
        check(university.call("GET", "/v1/graduates?limit=0", headers={name: value}))
    check(university.call("GET", "/v1/graduates", headers={"Authorization": value}))


@dataclass(frozen=True)
class Documented:
    """A member that the OpenAPI document names, with the schema it gives."""

    noun: str
    name: str
    schema: dict[str, Any]


def test_the_document_names_every_member_that_may_be_posted(university: Caller) -> None:
    document = university.call("GET", "/openapi.json").json
    schemas = document["components"]["schemas"]
    for schema in (GraduateSchema, VacancySchema, ClosingSchema):
        documented = schemas[schema.__name__.removesuffix("Schema")]["properties"]
        assert set(documented) == members_of(schema)


@pytest.fixture
def documented(university: Caller) -> list[Documented]:
    return list(documented_members(university.call("GET", "/openapi.json").json))


def documented_members(document: dict[str, Any]) -> Iterator[Documented]:
    for noun, name in (("graduates", "Graduate"), ("vacancies", "Vacancy")):
        for member, schema in document["components"]["schemas"][name]["properties"].items():
            yield Documented(noun, member, schema)


OF_TYPE: dict[str, st.SearchStrategy[Any]] = {
    "string": text,
    "integer": st.integers(),
    "number": st.one_of(st.integers(), st.floats()),
    "boolean": st.booleans(),
    "array": st.lists(scalars, max_size=3),
    "object": st.dictionaries(text, scalars, max_size=3),
    "null": st.none(),
}


@given(choices=st.data())
@many
def test_members_of_the_documented_types(
    choices: st.DataObject, documented: list[Documented], university: Caller, employer: Caller
) -> None:
    member = choices.draw(st.sampled_from(documented))
    kinds = member.schema.get("type", list(OF_TYPE))
    kind = choices.draw(st.sampled_from([kinds] if isinstance(kinds, str) else kinds))
    value = choices.draw(st.sampled_from(member.schema.get("enum") or [None]))
    changes = {member.name: value if value is not None else choices.draw(OF_TYPE[kind])}
    if member.noun == "graduates":
        answer = university.post_bytes("graduates", encoded(a_graduate_post(**changes)))
    else:
        answer = employer.post_bytes("vacancies", encoded(a_vacancy_post(**changes)))
    check(answer)
    pointers = {entry["pointer"] for entry in (answer.json or {}).get("errors", [])}
    assert all(p == "" or p.split("/")[1] in (member.name, "tracer", "closes_on") for p in pointers)
