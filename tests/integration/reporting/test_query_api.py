"""Queries over HTTP: both forms, pages, problems, tags, forms of the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.web.app import close_app
from tests.integration.reporting.published_app import app_of, ask, faults
from tests.support.published import ShelfOf, a_publication
from tests.unit.reporting.querying.tables import INDICATORS, TABLE, criteria, holds, sparse

QUERY = "/reporting/v1/data-sets/graduate-outcomes/query"
SPARSE = sparse(TABLE)
SHELF = ShelfOf(
    a_publication("1.0.0"),
    a_publication("1.2.0", SPARSE),
    a_publication("live", SPARSE, issued="2026-11-23T05:00:00Z"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(SHELF, tmp_path_factory.mktemp("query"))
    yield app.test_client()
    close_app(app)


def cells(answer):
    return [tuple(entry["cell"].values()) for entry in answer["results"]]


def test_figures_come_with_all_that_tells_how_far_to_trust_them(client):
    answer = ask(client, f"{QUERY}?year=2567&region=TH-50&field=061,0611&version=1.2.0").json
    assert (answer["version"], answer["provisional"], answer["synthetic"]) == ("1.2.0", False, True)
    assert answer["versions"]["method"] == "indicators-2"
    assert answer["query"]["criteria"] == {
        "and": [
            {"field": {"in": ["061", "0611"]}},
            {"region": {"in": ["TH-50"]}},
            {"year": {"in": ["2024"]}},
        ]
    }
    assert answer["results"]
    for entry in answer["results"]:
        assert set(entry["figures"]) == set(INDICATORS)
        for name, figure in entry["figures"].items():
            found = SPARSE.figure(name, **entry["cell"])
            assert (figure["value"], figure["status"], figure["n"]) == (
                found.value, found.status, found.n,
            )  # fmt: skip
            assert (figure["value"] is None) == (figure["status"] == "suppressed")
            assert figure["reason"] in (None, *answer["reasons"])


def test_hidden_figures_are_counted_and_never_zero(client):
    answer = ask(client, f"{QUERY}?page_size=100").json
    hidden = [
        figure
        for entry in answer["results"]
        for figure in entry["figures"].values()
        if figure["status"] == "suppressed"
    ]
    notice = next(w for w in answer["warnings"] if w["code"] == "suppressed_cells")
    assert notice["count"] == len(hidden) > 0
    assert all(figure["value"] is None and figure["n"] is None for figure in hidden)
    assert set(notice["texts"]) == {"th", "en"}


def test_cells_that_are_not_published_give_a_warning_and_the_cuts_there_are(client):
    answer = ask(client, QUERY, {"criteria": {"and": [{"year": {"eq": "2024"}},
                                                      {"year": {"eq": "2023"}}]}}).json  # fmt: skip
    assert answer["results"] == []
    notice = next(w for w in answer["warnings"] if w["code"] == "no_cells")
    assert {"year": "all", "field": "field", "region": "all"} in notice["cuts"]


@given(criteria(), st.integers(8, 60), st.sampled_from(("year", "graduates", "-graduates")))
@settings(max_examples=25)
def test_pages_make_up_the_whole_without_repeating(client, stated, size, by):
    sort = [{by.lstrip("-"): "desc" if by.startswith("-") else "asc"}]
    body = {"criteria": stated, "indicators": ["graduates"], "sort": sort, "page_size": size}
    found, cursor = [], None
    while True:
        answer = ask(client, QUERY, {**body, **({"cursor": cursor} if cursor else {})}).json
        found += cells(answer)
        assert answer["page"]["total"] >= len(found)
        cursor = answer["page"]["next_cursor"]
        if cursor is None:
            break
    codes = [SPARSE.codes(row) for row in range(len(SPARSE))]
    expected = {
        tuple(cell.values())
        for row, cell in enumerate(codes)
        if holds(stated, cell, {SPARSE.at(row, "graduates").status})
    }
    assert len(found) == len(set(found)) == answer["page"]["total"]
    assert set(found) == expected


@given(
    st.lists(st.sampled_from(("2022", "2023", "2567")), max_size=2, unique=True),
    st.sampled_from((None, "06", "07", "_T")),
    st.sampled_from((None, "2022", "2566")),
    st.sampled_from((None, "ok", "suppressed")),
    st.lists(st.sampled_from(INDICATORS), max_size=2, unique=True),
    st.sampled_from((None, "-year", "employment_rate,-region")),
)
@settings(max_examples=25)
def test_both_forms_of_a_query_give_the_same_bytes(
    client, years, field, since, status, indicators, sort
):
    parts = [f"year={year}" for year in years]
    conditions = [{"year": {"in": years}}] if years else []
    for name, operator, value in (
        ("field", "under", field), ("year", "gte", since), ("status", "in", status),
    ):  # fmt: skip
        if value:
            parts.append(f"{name}.{operator}={value}")
            listed = value if operator == "gte" else [value]
            conditions.append({name: {operator: listed}})
    body = {"criteria": {"and": conditions}} if conditions else {}
    if indicators:
        parts.append(f"indicators={','.join(indicators)}")
        body["indicators"] = indicators
    if sort:
        parts.append(f"sort={sort}")
        names = sort.split(",")
        body["sort"] = [{n.lstrip("-"): "desc" if n[0] == "-" else "asc"} for n in names]
    by_get = ask(client, f"{QUERY}?{'&'.join(parts)}")
    by_post = ask(client, QUERY, body)
    assert by_get.status_code == by_post.status_code == 200
    assert (by_get.data, by_get.headers["ETag"]) == (by_post.data, by_post.headers["ETag"])


@given(criteria(), criteria(), st.sampled_from(("1.0.0", "1.2.0", "latest", "live")))
@settings(max_examples=25)
def test_tags_are_equal_exactly_when_the_bytes_are(client, one, other, version):
    first = ask(client, QUERY, {"criteria": one, "page_size": 5, "version": "1.2.0"})
    second = ask(client, QUERY, {"criteria": other, "page_size": 5, "version": version})
    if first.status_code == second.status_code == 200:
        same_tag = first.headers["ETag"] == second.headers["ETag"]
        assert same_tag == (first.data == second.data)


def test_what_the_caller_has_is_not_sent_again(client):
    first = ask(client, f"{QUERY}?version=1.2.0")
    assert first.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert first.headers["Vary"] == "Accept, Accept-Encoding"
    again = ask(client, f"{QUERY}?version=1.2.0", If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    for pin in ("latest", "live", "1.*"):
        answer = ask(client, f"{QUERY}?version={pin}")
        assert answer.headers["Cache-Control"] == "public, no-cache"
    head = client.head(f"{QUERY}?version=1.2.0")
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["ETag"] == first.headers["ETag"]
    assert head.content_length == len(first.data)


def test_a_cursor_leads_on_in_its_version_alone(client):
    first = ask(client, f"{QUERY}?page_size=5&version=live").json
    cursor = first["page"]["next_cursor"]
    assert ask(client, f"{QUERY}?cursor={cursor}").json["version"] == "live"
    other = ask(client, f"{QUERY}?page_size=5&version=1.0.0&cursor={cursor}")
    assert faults(other) == [("?cursor", "cursor_of_other_version")]
    question = ask(client, f"{QUERY}?page_size=5&year=2024&cursor={cursor}")
    assert faults(question) == [("?cursor", "cursor_of_other_query")]


def test_live_figures_made_anew_end_a_cursor(tmp_path: Path):
    def live(hour):
        return ShelfOf(a_publication("live", issued=f"2026-11-23T{hour}:00:00Z"))

    apps = [app_of(live(hour), tmp_path) for hour in ("05", "06")]
    cursor = ask(apps[0].test_client(), f"{QUERY}?page_size=5").json["page"]["next_cursor"]
    gone = ask(apps[1].test_client(), f"{QUERY}?page_size=5&cursor={cursor}")
    assert (gone.status_code, gone.json["type"]) == (410, "urn:lmis:problem:cursor-expired")
    assert faults(gone) == [("?cursor", "cursor_expired")]
    for app in apps:
        close_app(app)
