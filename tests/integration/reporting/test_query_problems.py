"""Whatever is asked, the answer is figures or a clear problem with every fault in its place."""

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.web.app import close_app
from shared.web.problem import ProblemSchema
from tests.integration.reporting.published_app import app_of, ask, faults
from tests.support.published import ShelfOf, a_publication
from tests.unit.reporting.querying.tables import TABLE, criteria

QUERY = "/reporting/v1/data-sets/graduate-outcomes/query"
SHELF = ShelfOf(a_publication("1.2.0", TABLE))
WORDS = (
    "and", "or", "not", "year", "region", "status", "eq", "in", "gte", "under", "depth", "2024",
    "TH-50", "_T", "ok", "year.gte", "region.under", "sort", "-graduates", "page_size", "cursor",
    "criteria", "indicators", "version", "latest", "1.*", "format", "csv", "<script>", "\u202e",
)  # fmt: skip
texts = st.one_of(st.sampled_from(WORDS), st.text(max_size=8))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(SHELF, tmp_path_factory.mktemp("query"))
    yield app.test_client()
    close_app(app)


def is_proper(answer):
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json"
        assert not ProblemSchema().validate(answer.json)
    return True


@given(st.one_of(values, st.fixed_dictionaries({"criteria": st.one_of(values, criteria())})))
@settings(max_examples=60)
def test_any_body_has_a_proper_answer(client, body):
    text = json.dumps(body)
    assert is_proper(client.post(QUERY, data=text, content_type="application/json"))


@given(st.lists(st.tuples(texts, texts), max_size=4))
@settings(max_examples=60)
def test_any_parameters_have_a_proper_answer(client, pairs):
    text = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    for path in (QUERY, QUERY.replace("query", "lineage"), QUERY.replace("query", "meta")):
        assert is_proper(client.get(f"{path}?{text}"))


def test_every_fault_of_a_request_is_told_at_once(client):
    answer = ask(client, QUERY, {
        "criteria": {"and": [{"region": {"eq": "TH-99"}}, {"planet": {"eq": "x"}}]},
        "indicators": ["graduates", 7, "happiness"],
        "page_size": "many",
        "cursor": "forged",
        "format": "xls",
        "colour": "red",
    })  # fmt: skip
    assert answer.status_code == 422
    assert sorted(faults(answer)) == [
        ("/colour", "unknown_field"),
        ("/criteria/and/0/region/eq", "unknown_member"),
        ("/criteria/and/1/planet", "unknown_dimension"),
        ("/cursor", "bad_cursor"),
        ("/format", "unknown_format"),
        ("/indicators/1", "not_text"),
        ("/page_size", "not_whole_number"),
    ]
    by_get = ask(client, f"{QUERY}?planet=x&page_size=0&indicators=happiness&format=xls")
    assert sorted(faults(by_get)) == [
        ("?format", "unknown_format"),
        ("?indicators", "unknown_indicator"),
        ("?page_size", "page_too_large"),
        ("?planet", "unknown_dimension"),
    ]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (QUERY.replace("graduate", "gratitude"), ("data_set", "unknown_data_set")),
        (f"{QUERY}?version=3.*", ("?version", "unknown_version")),
        (f"{QUERY}?version=<script>", ("?version", "unknown_version")),
    ],
)
def test_what_was_never_published_is_not_found(client, path, expected):
    answer = ask(client, path)
    assert answer.status_code == 404
    assert faults(answer) == [expected]


def test_a_body_over_64_kilobytes_is_too_large(client):
    body = {"criteria": {"region": {"in": ["TH-50"] * 20_000}}}
    assert ask(client, QUERY, body).status_code == 413


@pytest.mark.parametrize(
    "languages",
    ["\xff\xfe", "th;q=abc", ",,,;;;", "en;q=1e999", "x" * 5000, "th;q=nan", "*;q=0", "zh-Hant"],
)
def test_a_hostile_accept_language_gets_a_plain_answer(client, languages):
    assert ask(client, QUERY, Accept_Language=languages).status_code == 200
    assert ask(client, f"{QUERY}?planet=x", Accept_Language=languages).status_code == 422
