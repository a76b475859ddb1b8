"""Answers of queries in every form and packed, as callers get them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from services.reporting.exports import FORMATS
from shared.web.app import close_app
from tests.integration.reporting.published_app import app_of, ask, faults, unpacked
from tests.support.published import ShelfOf, a_data_set, a_publication
from tests.unit.reporting.querying.tables import TABLE, sparse

QUERY = "/reporting/v1/data-sets/graduate-outcomes/query"
SPARSE = sparse(TABLE)
SHELF = ShelfOf(a_publication("1.2.0", SPARSE))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(SHELF, tmp_path_factory.mktemp("query"))
    yield app.test_client()
    close_app(app)


def test_large_answers_are_packed_the_same_way_each_time(client):
    plain = ask(client, QUERY)
    packed = [ask(client, QUERY, Accept_Encoding="gzip, br") for _ in range(2)]
    assert packed[0].headers["Content-Encoding"] == "gzip"
    assert packed[0].data == packed[1].data
    assert unpacked(packed[0]) == plain.json
    assert packed[0].headers["ETag"] != plain.headers["ETag"]
    tag = packed[0].headers["ETag"]
    assert ask(client, QUERY, Accept_Encoding="gzip", If_None_Match=tag).status_code == 304
    assert "Content-Encoding" not in ask(client, QUERY, Accept_Encoding="gzip;q=0").headers
    small = ask(client, "/reporting/v1/releases", Accept_Encoding="gzip")
    assert len(small.data) > 1024 or "Content-Encoding" not in small.headers


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "json"])
def test_each_form_is_had_by_name_and_by_media_type(client, name):
    form = FORMATS[name]
    by_name = ask(client, f"{QUERY}?year=2024&format={name}&version=1.2.0")
    assert by_name.status_code == 200
    assert by_name.headers["Content-Type"] == form.content_type
    filename = f'attachment; filename="graduate-outcomes-1.2.0.{form.extension}"'
    assert by_name.headers["Content-Disposition"] == filename
    accept = f"text/html;q=0.1, {form.media_type}"
    by_type = ask(client, f"{QUERY}?year=2024&version=1.2.0", Accept=accept)
    assert (by_type.data, by_type.headers["ETag"]) == (by_name.data, by_name.headers["ETag"])
    posted = ask(client, f"{QUERY}?format={name}", {"criteria": {"year": {"eq": "2024"}}})
    assert posted.data == by_name.data


def test_a_file_holds_the_whole_selection_in_its_order(client):
    answer = ask(client, f"{QUERY}?indicators=graduates&sort=-graduates&format=csv")
    lines = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(lines) == len(SPARSE)
    values = [float(line["value"]) for line in lines if line["value"]]
    assert values == sorted(values, reverse=True)


def test_forms_have_no_pages_and_unknown_ones_are_refused(client):
    for answer in (
        ask(client, f"{QUERY}?format=csv&page_size=10"),
        ask(client, f"{QUERY}?page_size=10", Accept="text/csv"),
    ):
        assert faults(answer) == [("?page_size", "only_with")]
    unheard = ask(client, QUERY, Accept="image/png")
    assert unheard.status_code == 406
    assert "csv" in unheard.json["detail"]


def test_too_large_a_file_points_to_the_archive(tmp_path: Path):
    table = a_data_set()
    repeated = np.zeros(50_000, np.int64)
    large = type(table)(
        table.definition, table.dimensions, table.cells[repeated], table.figures.taken(repeated)
    )
    app = app_of(ShelfOf(a_publication("1.0.0", large)), tmp_path)
    answer = ask(app.test_client(), f"{QUERY}?format=csv")
    assert answer.status_code == 413
    assert faults(answer) == [("", "too_many_figures")]
    assert "/reporting/v1/releases/1.0.0/archive" in answer.json["errors"][0]["messages"]["en"]
    close_app(app)
