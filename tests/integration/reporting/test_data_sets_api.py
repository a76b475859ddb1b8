"""Data sets, their metadata and lineage, and releases to take away, over HTTP."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from shared.web.app import close_app
from tests.architecture.wiring import loose_routes
from tests.integration.reporting.published_app import app_of, ask, faults
from tests.support.published import POSITIONS, ShelfOf, a_data_set, a_publication

ROOT = "/reporting/v1"
TABLE = f"{ROOT}/data-sets/graduate-outcomes"
FILES = {
    ("1.2.0", "manifest.json"): b'{"version": "1.2.0"}',
    ("1.2.0", "tables/graduate-outcomes.parquet"): b"PAR1" * 1000,
}
SHELF = ShelfOf(
    a_publication("1.0.0"),
    a_publication("1.2.0", a_data_set(), a_data_set("vacancies", seed=2)),
    a_publication("live", issued="2026-11-23T05:00:00Z"),
    files=FILES,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(SHELF, tmp_path_factory.mktemp("data-sets"))
    yield app.test_client()
    close_app(app)


def test_every_route_is_documented_with_its_rule(client):
    document = ask(client, "/openapi.json").json
    validate(document)
    assert list(loose_routes(client.application, document)) == []
    operations = document["paths"]["/v1/data-sets/{data_set}/query"]
    named = {parameter["name"] for parameter in operations["get"]["parameters"]}
    assert {"version", "indicators", "sort", "page_size", "cursor", "format"} <= named
    assert operations["post"]["requestBody"]["content"]["application/json"]["example"]


def test_data_sets_are_listed_with_where_to_go_on(client):
    listed = ask(client, f"{ROOT}/data-sets").json["data_sets"]
    assert [entry["id"] for entry in listed] == ["graduate-outcomes", "vacancies"]
    assert {entry["version"] for entry in listed} == {"1.2.0"}
    for entry in listed:
        assert set(entry["titles"]) == {"th", "en"}
        for link in entry["links"].values():
            assert ask(client, link).status_code == 200, link
    assert len(ask(client, f"{ROOT}/data-sets?version=1.0.0").json["data_sets"]) == 1


def test_before_anything_is_published_no_data_set_is_listed(tmp_path: Path):
    app = app_of(ShelfOf(), tmp_path)
    assert ask(app.test_client(), f"{ROOT}/data-sets").json == {"data_sets": []}
    assert faults(ask(app.test_client(), TABLE)) == [("?version", "unknown_version")]
    close_app(app)


def test_one_data_set_tells_its_size_and_version(client):
    entry = ask(client, f"{TABLE}?version=live").json
    assert (entry["version"], entry["provisional"]) == ("live", True)
    assert entry["cells"] == len(a_data_set())
    assert entry["indicators"] == ["graduates", "employment_rate", "pay_p50"]


def test_metadata_hold_members_with_parents_and_warnings_of_each_indicator(client):
    meta = ask(client, f"{TABLE}/meta?version=1.2.0")
    assert meta.headers["Cache-Control"].endswith("immutable")
    dimensions = {entry["id"]: entry for entry in meta.json["dimensions"]}
    assert dimensions["year"]["ordered"]
    assert not dimensions["region"]["ordered"]
    members = {member["code"]: member for member in dimensions["field"]["members"]}
    assert members["061"]["parent"] == "06"
    assert set(members["061"]["labels"]) == {"th", "en"}
    for indicator in meta.json["indicators"]:
        assert indicator["formula"]
        for text in ("labels", "definition", "caveats", "do_not_use_for"):
            assert set(indicator[text]) == {"th", "en"}
    assert {"year": "all", "field": "all", "region": "all"} in meta.json["cuts"]


def test_versions_are_listed_newest_first(client):
    versions = ask(client, f"{TABLE}/versions").json["versions"]
    assert [entry["version"] for entry in versions] == ["1.2.0", "1.0.0"]


def test_changes_are_those_of_the_release(client):
    found = ask(client, f"{TABLE}/changes").json
    assert (found["version"], found["change"]) == ("1.2.0", "unchanged")
    assert ask(client, f"{TABLE}/changes?version=live").status_code == 404


def test_a_figures_lineage_leads_back_to_events_and_on_to_the_figure(client):
    path = f"{TABLE}/lineage?version=1.2.0&indicator=graduates&year=2567&region=TH-50"
    found = ask(client, path).json
    assert found["cell"] == {"year": "2024", "field": "_T", "region": "TH-50"}
    assert found["release"] == {"version": "1.2.0", "issued": "2026-11-23", "digest": "0" * 64}
    assert found["events"] == [{"topic": "assessments.v1", "partition": 0, "next_offset": 42}]
    assert found["sources"] == {"graduates": 12, "vacancies": 30}
    assert found["indicator"]["formula"] == "a / b"
    again = ask(client, found["links"]["query"]).json
    (entry,) = again["results"]
    assert entry["cell"] == found["cell"]
    assert entry["figures"] == {"graduates": found["figure"]}
    assert "data_set=graduate-outcomes" in found["links"]["feedback"]


def test_live_figures_have_no_release_but_a_lineage(client):
    found = ask(client, f"{TABLE}/lineage?version=live&indicator=graduates").json
    assert (found["release"], found["provisional"]) == (None, True)


def test_lineage_of_what_there_is_not_is_refused_with_every_fault(client):
    answer = ask(client, f"{TABLE}/lineage?region=TH-99&planet=x")
    assert sorted(faults(answer)) == [
        ("?indicator", "required"),
        ("?planet", "unknown_dimension"),
        ("?region", "unknown_member"),
    ]
    unknown = ask(client, f"{TABLE}/lineage?indicator=happiness")
    assert faults(unknown) == [("?indicator", "unknown_indicator")]


def test_releases_are_listed_and_found_by_pin(client):
    listed = ask(client, f"{ROOT}/releases").json["releases"]
    assert [entry["version"] for entry in listed] == ["1.2.0", "1.0.0"]
    assert listed[0]["positions"] == POSITIONS
    for pin in ("latest", "1.*", "1.2.0"):
        manifest = ask(client, f"{ROOT}/releases/{pin}").json
        assert manifest["version"] == "1.2.0"
        for file in manifest["files"]:
            assert ask(client, file["link"]).data == FILES["1.2.0", file["path"]]


@pytest.mark.parametrize("pin", ["9.9.9", "live", "../etc", "x"])
def test_what_is_no_release_is_not_found(client, pin):
    assert ask(client, f"{ROOT}/releases/{pin}/archive").status_code == 404


def test_a_file_that_a_release_does_not_have_is_not_found(client):
    for path in ("nothing.json", "../manifest.json", "tables/../manifest.json"):
        answer = ask(client, f"{ROOT}/releases/1.2.0/files/{path}")
        assert answer.status_code == 404


def test_the_archive_is_the_same_bytes_each_time_and_holds_every_file(client):
    first, second = (ask(client, f"{ROOT}/releases/latest/archive") for _ in range(2))
    assert hashlib.sha256(first.data).digest() == hashlib.sha256(second.data).digest()
    with ZipFile(io.BytesIO(first.data)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert found == {f"lmis-1.2.0/{path}": body for (_, path), body in FILES.items()}
    tag = first.headers["ETag"]
    assert ask(client, f"{ROOT}/releases/1.2.0/archive", If_None_Match=tag).status_code == 304
