"""Who imports whom: every rule holds, and every rule is shown to be able to fail."""

from pathlib import Path

import pytest

from tests.architecture.imports import ROOT, read_tree
from tests.architecture.rules import (
    RULES,
    Rule,
    downwards,
    drivers,
    every_module_has_a_layer,
    layers,
    never_sideways,
    no_web_below_the_api,
    nothing_needs_the_tests,
    one_place_knows_all_services,
    training_stays_outside,
)

TREE = read_tree(ROOT)

# rule, planted file, its source, the violation's words
PLANTS: list[tuple[Rule, str, str, str]] = [
    (downwards, "shared/bus/extra.py", "from services.ingestion import store", "imports services"),
    (downwards, "services/matching/domain.py", "import deploy.topics", "imports deploy.topics"),
    (
        never_sideways,
        "services/reporting/queries/extra.py",
        "from services.matching.domain import Coders",
        "imports services.matching.domain",
    ),
    (
        never_sideways,
        "services/matching/extra.py",
        "from ..ingestion import store",
        "imports services.ingestion.store",
    ),
    (layers, "services/ingestion/domain.py", "from . import store", "domain is not above store"),
    (
        layers,
        "services/ingestion/handlers.py",
        "from services.ingestion.schemas import GraduateSchema",
        "handlers is not above schemas",
    ),
    (
        layers,
        "services/matching/coding/extra.py",
        "def late():\n    from services.matching import store",
        "coding is not above store",
    ),
    (layers, "shared/db/extra.py", "import shared.bus.log", "db is not above bus"),
    (layers, "shared/settings.py", "from shared.contracts import Graduate", "settings is not"),
    (layers, "shared/bus/extra.py", "from shared.access import Role", "bus is not above access"),
    (every_module_has_a_layer, "services/matching/helper.py", "", "has no layer"),
    (every_module_has_a_layer, "shared/util/things.py", "", "has no layer"),
    (drivers, "shared/db/extra.py", "import sqlite3", "uses sqlite3"),
    (drivers, "services/matching/worker.py", "from kafka import KafkaConsumer", "uses kafka"),
    (drivers, "services/matching/store.py", "import sklearn.linear_model", "uses sklearn"),
    (drivers, "services/reporting/queries/extra.py", "from skops import io", "uses skops"),
    (drivers, "deploy/topics.py", "import os\nx = os.environ['A']", "uses os.environ"),
    (drivers, "shared/logs.py", "import os\nos.getenv('A')", "uses os.getenv"),
    (drivers, "shared/logs.py", "from os import environ", "uses os.environ"),
    (drivers, "shared/bus/relay.py", "import psycopg", "uses psycopg"),
    (no_web_below_the_api, "services/matching/handlers.py", "import flask", "reaches flask"),
    (
        no_web_below_the_api,
        "services/reporting/store.py",
        "from shared.web.language import reader_language",
        "through shared.web.language",
    ),
    (
        one_place_knows_all_services,
        "deploy/extra.py",
        "import services.ingestion.app, services.matching.worker\n"
        "from services.reporting.app import create_app",
        "knows all three",
    ),
    (
        training_stays_outside,
        "services/matching/worker.py",
        "from services.matching.training import train",
        "imports services.matching.training",
    ),
    (nothing_needs_the_tests, "deploy/topics.py", "import tests.builders", "imports tests"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_rule_holds(rule: Rule) -> None:
    assert list(rule(TREE)) == []


@pytest.mark.parametrize(
    ("rule", "file", "source", "words"), PLANTS, ids=[f"{p[0].__name__}-{p[1]}" for p in PLANTS]
)
def test_the_rule_finds_a_planted_violation(
    rule: Rule, file: str, source: str, words: str, tmp_path: Path
) -> None:
    planted = tmp_path / file
    planted.parent.mkdir(parents=True)
    planted.write_text(source)
    packages = (Path(file).parts[0],)
    found = list(rule({**TREE, **read_tree(tmp_path, packages)}))
    assert len(found) >= 1
    assert any(words in sentence for sentence in found), found


def test_every_rule_is_shown_to_be_able_to_fail() -> None:
    assert {plant[0] for plant in PLANTS} == set(RULES)


def test_the_walker_sees_the_whole_product() -> None:
    for name in ("shared.settings", "services.ingestion.app", "deploy.embedded.system"):
        assert name in TREE
    assert "shared.bus.log" in TREE["shared.bus.relay"].imports
    assert "sqlite3" in TREE["shared.bus.sqlite_log"].imports
