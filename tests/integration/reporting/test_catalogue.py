"""The catalogue over HTTP: DCAT by either serialization, the GDC's fields, CKAN's actions."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from services.reporting.catalogue.distributions import DCAT, SPDX
from services.reporting.catalogue.gdc import FIELDS
from services.reporting.exports import FORMATS
from tests.integration.reporting.cataloguing import AT, VERSIONS, a_client, a_shelf
from tests.support.published import ShelfOf, a_publication

GDC_FIELDS = (
    "data_type", "objective", "update_frequency_unit", "update_frequency_interval",
    "geo_coverage", "data_source", "data_format", "data_category", "license_id",
    "first_year_of_data", "last_year_of_data", "disaggregate", "unit_of_measure",
    "unit_of_multiplier", "calculation_method", "standard", "data_release_calendar",
    "official_statistics",
)  # fmt: skip
DIGEST = hashlib.sha256(b"PAR1").hexdigest()
OUTCOMES = URIRef(AT.data_set("graduate-outcomes"))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    with a_client(a_shelf(), tmp_path) as made:
        yield made


@pytest.fixture
def graph(client: FlaskClient) -> Graph:
    answer = client.get("/reporting/v1/catalogue?format=turtle")
    assert answer.status_code == 200
    return Graph().parse(data=answer.text, format="turtle")


def test_every_table_is_listed_and_its_addresses_are_the_callers(graph: Graph):
    listed = set(graph.objects(URIRef(AT.catalogue), DCAT.dataset))
    assert {OUTCOMES, URIRef(AT.data_set("skills"))} <= listed
    ours = (str(node) for node in graph.subjects() if "localhost" in node)
    assert all(node.startswith("http://localhost/reporting/v1/") for node in ours)


def test_versions_follow_each_other_in_a_series(graph: Graph):
    address = [URIRef(AT.version("graduate-outcomes", version)) for version in VERSIONS]
    assert set(graph.objects(OUTCOMES, DCAT.hasVersion)) == set(address)
    assert graph.value(address[2], DCAT.previousVersion) == address[1]
    assert graph.value(address[1], DCAT.previousVersion) == address[0]
    series = URIRef(AT.series("graduate-outcomes"))
    assert graph.value(series, DCAT.first) == address[0]
    assert graph.value(series, DCAT.last) == address[2]
    assert graph.value(address[0], DCAT.version) == Literal("1.0.0")


def test_a_table_has_no_version_of_a_release_from_before_it(graph: Graph):
    skills = URIRef(AT.data_set("skills"))
    assert list(graph.objects(skills, DCAT.hasVersion)) == [URIRef(AT.version("skills", "2.0.0"))]


def test_every_form_is_a_distribution_and_kept_files_have_their_digest(graph: Graph):
    version = URIRef(AT.version("graduate-outcomes", "2.0.0"))
    media_types = {
        str(graph.value(made, DCAT.mediaType)).partition("media-types/")[2]
        for made in graph.objects(version, DCAT.distribution)
    }
    assert media_types == {form.media_type for form in FORMATS.values()} | {"application/zip"}
    checksum = graph.value(URIRef(f"{version}#file-parquet"), SPDX.checksum)
    assert str(graph.value(checksum, SPDX.checksumValue)).lower() == DIGEST


def test_synthetic_figures_are_called_so_in_both_languages(graph: Graph):
    told = {text.language: str(text) for text in graph.objects(OUTCOMES, DCTERMS.description)}
    assert "Synthetic" in told["en"]
    assert "สังเคราะห์" in told["th"]


def test_before_the_first_release_the_live_figures_are_listed_as_such(tmp_path: Path):
    live = a_publication("live", issued="2026-11-23T10:00:00+00:00")
    with a_client(ShelfOf(live), tmp_path) as client:
        text = client.get("/v1/catalogue?format=turtle").text
    graph = Graph().parse(data=text, format="turtle")
    assert {str(version) for version in graph.objects(None, DCAT.version)} == {"live"}
    assert not list(graph.subjects(RDF.type, DCAT.DatasetSeries))


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("", "application/ld+json"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.9, application/ld+json;q=0.1", "text/turtle"),
        ("*/*", "application/ld+json"),
    ],
)
def test_the_serialization_is_the_one_accepted(client: FlaskClient, accept: str, content_type: str):
    answer = client.get("/v1/catalogue", headers={"Accept": accept} if accept else {})
    assert answer.content_type.partition(";")[0] == content_type


@pytest.mark.parametrize("form", ["turtle", "json-ld"])
def test_a_document_is_the_same_at_every_address_but_for_the_address(
    client: FlaskClient, form: str
):
    call = f"/v1/catalogue?format={form}"
    here = client.get(call).text
    there = client.get(call, headers={"Host": "lmis.example.go.th"}).text
    assert there == here.replace("//localhost", "//lmis.example.go.th")
    assert "invalid" not in there


def test_a_strange_host_stays_inside_its_address(client: FlaskClient):
    answer = client.get("/v1/catalogue?format=turtle", headers={"Host": 'a">. <b> <c'})
    assert answer.status_code == 200
    assert len(Graph().parse(data=answer.text, format="turtle")) > 100


def test_other_serializations_are_refused_with_a_problem(client: FlaskClient):
    assert client.get("/v1/catalogue", headers={"Accept": "text/html"}).status_code == 406
    refused = client.get("/v1/catalogue?format=rdf-xml")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["pointer"] == "?format"


def test_what_the_caller_has_is_not_sent_again(client: FlaskClient):
    tag = client.get("/v1/catalogue").headers["ETag"]
    assert client.get("/v1/catalogue", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/v1/catalogue?format=turtle").headers["ETag"] != tag


def test_the_government_data_catalog_has_all_its_fields_filled(client: FlaskClient):
    tables = client.get("/v1/catalogue/gdc").json["data_sets"]
    assert [table["id"] for table in tables] == ["graduate-outcomes", "skills"]
    told = {field["name"]: field["value"] for field in tables[0]["fields"]}
    assert set(GDC_FIELDS) <= set(told)
    assert [name for name in GDC_FIELDS if not told[name]] == []
    assert (told["first_year_of_data"], told["last_year_of_data"]) == ("2566", "2567")
    assert told["unit_of_measure"] == "คน, ร้อยละ, บาท"
    assert all({"th", "en"} <= set(field.labels) for field in FIELDS)


def action(client: FlaskClient, call: str) -> dict[str, Any]:
    answer = client.get(f"/reporting/v1/api/3/action/{call}")
    assert set(answer.json) >= {"help", "success"}
    return dict(answer.json)


def test_ckan_lists_and_shows_packages(client: FlaskClient):
    assert action(client, "package_list")["result"] == ["graduate-outcomes", "skills"]
    package = action(client, "package_show?id=graduate-outcomes")["result"]
    assert package["name"] == "graduate-outcomes"
    assert set(GDC_FIELDS) <= set(package)
    assert not set(package) & {extra["key"] for extra in package["extras"]}
    urls = {resource["format"]: resource["url"] for resource in package["resources"]}
    assert urls["CSV"] == AT.query("graduate-outcomes", "2.0.0", "csv")
    kept = package["resources"][-1]
    assert (kept["hash"], kept["size"]) == (f"sha256:{DIGEST}", 4)


@pytest.mark.parametrize("path", ["/v1/api/action", "/v1/api/3/action"])
def test_ckans_clients_may_post_and_leave_the_version_out(client: FlaskClient, path: str):
    listed = client.post(f"{path}/package_list", json={})
    assert listed.json == client.get(f"{path}/package_list").json
    shown = client.post(f"{path}/package_show", json={"id": "skills", "use_default_schema": False})
    assert shown.json["result"]["name"] == "skills"


def test_ckan_says_in_its_own_way_that_there_is_no_such_package(client: FlaskClient):
    answer = client.get("/v1/api/3/action/package_show?id=%00nothing<script>")
    assert answer.status_code == 400
    answer = client.get("/v1/api/3/action/package_show?id=nothing")
    assert answer.status_code == 404
    assert answer.json["success"] is False
    assert answer.json["error"]["__type"] == "Not Found Error"
    assert client.get("/v1/api/3/action/package_show").status_code == 422


def test_before_anything_is_published_ckan_knows_no_package(tmp_path: Path):
    with a_client(ShelfOf(), tmp_path) as client:
        answer = client.get("/v1/api/3/action/package_show?id=skills")
    assert answer.status_code == 404
    assert answer.json["error"]["__type"] == "Not Found Error"


def test_the_structure_is_of_the_version_asked_for(client: FlaskClient):
    pinned = client.get("/v1/data-sets/graduate-outcomes/structure?version=1.*")
    assert pinned.content_type.startswith("application/vnd.sdmx.structure+json")
    assert pinned.get_json(force=True)["data"]["dataStructures"][0]["version"] == "1.1.0"
    assert client.get("/v1/data-sets/nothing/structure").status_code == 404
    assert client.get("/v1/data-sets/skills/structure?version=9.*").status_code == 404
