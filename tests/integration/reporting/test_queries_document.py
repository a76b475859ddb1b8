"""What docs/queries.md promises is so: its examples are asked, its limits are the code's."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from services.reporting.querying import conditions, posted, query
from services.reporting.querying.conditions import OPERATORS
from shared.web.app import close_app
from tests.integration.reporting.published_app import app_of, ask
from tests.support.published import ShelfOf, a_data_set, a_dimension, a_publication

TEXT = (Path(__file__).parents[3] / "docs" / "queries.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", TEXT, re.DOTALL)
ROOT = "/reporting/v1"
TABLE = a_data_set(
    dimensions=(
        a_dimension("year", ("2022", "2023", "2024")),
        a_dimension("level", ("5", "6", "7")),
        # members of this builder are called after their dimension: these are of depth `broad`
        replace(a_dimension("broad", ("06", "_U")), name="field"),
        a_dimension("region", ("north", "TH-50"), {"TH-50": "north"}),
    )
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(ShelfOf(a_publication("1.2.0", TABLE)), tmp_path_factory.mktemp("document"))
    yield app.test_client()
    close_app(app)


def test_every_example_has_figures(client):
    for language, block in BLOCKS:
        if language == "json":
            path = f"{ROOT}/data-sets/graduate-outcomes/query"
            answers = [ask(client, path, json.loads(block))]
        else:
            answers = [ask(client, ROOT + line) for line in block.split()]
        for answer in answers:
            assert answer.status_code == 200, answer.text
            assert answer.mimetype == "text/csv" or answer.json["results"]


def test_every_path_is_a_route(client):
    documented = set(re.findall(r"`(/(?:data-sets|releases)[^`?]*)`", TEXT))
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    routes = {
        rule.replace("<data_set>", "{id}").replace("<version>", "{version}") for rule in rules
    }
    assert {f"/v1{path}" for path in documented} <= routes


def test_every_operator_and_limit_is_told():
    assert {name for name in OPERATORS if f"`{name}`" not in TEXT} == set()
    for limit in (
        conditions.MOST_CONDITIONS, posted.MOST_DEEP, conditions.MOST_VALUES, query.MOST_CELLS,
        query.MOST_FIGURES, query.USUAL_FIGURES, query.USUAL_CELLS, query.MOST_EXPORTED,
    ):  # fmt: skip
        assert f"{limit:,}" in TEXT, limit
