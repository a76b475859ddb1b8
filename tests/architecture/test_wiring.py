"""Everything that must be connected is, and each check is shown to find a loose end."""

import importlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.views import MethodView
from flask_smorest import Blueprint
from openapi_spec_validator import validate

import shared.contracts
from shared.bus.memory import MemoryLog
from shared.contracts.catalogue import (
    DEAD_LETTERS,
    ERASED_TYPES,
    GRADUATES,
    PAYLOAD_OF_TYPE,
    TOPICS,
    EventFamily,
    Payload,
    Topic,
)
from shared.settings import SERVICES, Settings
from shared.web.access import public
from shared.web.app import close_app
from shared.web.faults import TEXTS
from tests.architecture.wiring import (
    events_without,
    lame_sentences,
    loose_routes,
    topics_without_ends,
    unknown_faults,
    unknown_subscriptions,
)

EXAMPLES = Path(shared.contracts.__file__).parent / "examples"
FAMILIES = [family for topic in TOPICS.values() for family in topic.families]
NOBODYS = EventFamily(Topic, "lmis.nobody.recorded.v1", "lmis.nobody.erased.v1")  # type: ignore[arg-type]


def produced() -> set[type[Payload]]:
    """The classes that the services' outboxes state."""
    found: set[type[Payload]] = set()
    for service in ("ingestion", "matching"):
        found |= set(importlib.import_module(f"services.{service}.outbox")._STATE.values())
    return found


def subscribed() -> dict[str, Any]:
    """Event type -> handler, of every service that consumes."""
    tables = (importlib.import_module(f"services.{s}.consumers") for s in SERVICES)
    return {name: handler for table in tables for name, handler in table.SUBSCRIPTIONS.items()}


def test_every_topic_has_a_producer_and_a_consumer() -> None:
    assert list(topics_without_ends(TOPICS.values(), produced(), subscribed())) == []


def test_a_topic_with_a_loose_end_is_found() -> None:
    silent = replace(GRADUATES, name="silent.v1", families=())
    deaf = replace(GRADUATES, name="deaf.v1", families=(NOBODYS,))
    found = list(topics_without_ends([silent, deaf, DEAD_LETTERS], produced(), subscribed()))
    assert found == [
        "silent.v1 carries no event",
        "deaf.v1 has no producer of Topic",
        "deaf.v1 has no consumer of lmis.nobody.recorded.v1",
    ]


def test_every_event_has_a_handler() -> None:
    assert list(events_without(FAMILIES, subscribed(), "handler")) == []
    assert all(callable(handler) for handler in subscribed().values())
    assert list(events_without([NOBODYS], subscribed(), "handler")) == [
        "lmis.nobody.recorded.v1 has no handler",
        "lmis.nobody.erased.v1 has no handler",
    ]


def test_every_event_has_a_golden_example() -> None:
    examples = {path.name.removesuffix(".json") for path in EXAMPLES.glob("*.json")}
    assert list(events_without(FAMILIES, examples, "example")) == []
    assert len(list(events_without([NOBODYS], examples, "example"))) == 2


def test_every_subscription_is_to_an_event_of_the_catalogue() -> None:
    types = PAYLOAD_OF_TYPE.keys() | ERASED_TYPES
    assert list(unknown_subscriptions(subscribed(), types)) == []
    found = list(unknown_subscriptions([*subscribed(), "lmis.gradute.recorded.v1"], types))
    assert found == ["lmis.gradute.recorded.v1 is in no topic"]


@pytest.mark.parametrize("service", SERVICES)
def test_a_services_topics_are_those_of_its_subscriptions(service: str) -> None:
    consumers = importlib.import_module(f"services.{service}.consumers")
    topics = {shared.contracts.topic_of(name).name for name in consumers.SUBSCRIPTIONS}
    assert topics == set(consumers.TOPICS)
    assert service == consumers.GROUP


@pytest.fixture(params=SERVICES)
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The app of each service; its databases and log need not be there."""
    module = importlib.import_module(f"services.{request.param}.app")
    app = module.create_app(
        Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)}), MemoryLog()
    )
    yield app
    close_app(app)


def document_of(app: Flask) -> dict[str, Any]:
    document: dict[str, Any] = app.test_client().get("/openapi.json").json
    return document


def test_every_route_has_a_rule_a_response_schema_and_its_place_in_the_document(
    app: Flask,
) -> None:
    assert list(loose_routes(app, document_of(app))) == []


def test_every_document_is_valid_openapi(app: Flask) -> None:
    document = document_of(app)
    validate(document)
    assert document["openapi"] == "3.1.0"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict):
                assert operation.get("summary"), f"{method} {path} says nothing about itself"


def test_a_loose_route_is_found() -> None:
    routes = Blueprint("loose", __name__)

    @routes.route("/loose")
    class Loose(MethodView):
        def get(self) -> str:
            return ""

        @public
        def put(self) -> str:
            return ""

    app = Flask("app", static_folder="files")
    app.register_blueprint(routes)
    document = {"paths": {"/loose": {"put": {"responses": {"200": {"description": "OK"}}}}}}
    assert list(loose_routes(app, document)) == [
        "app GET /files/<path:filename> has no access rule",
        "app GET /loose has no access rule",
        "app GET /loose is not in the OpenAPI document",
        "app PUT /loose has no response schema",
    ]


def test_every_fault_says_the_same_in_both_languages() -> None:
    assert list(lame_sentences(TEXTS)) == []


def test_every_fault_that_is_named_has_its_sentences() -> None:
    root = Path(__file__).parents[2]
    modules = [path for top in ("services", "shared") for path in (root / top).rglob("*.py")]
    sources = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in modules}
    assert list(unknown_faults(sources, TEXTS)) == []
    named = {"a.py": 'fault("required")\nfault(\n    "no_such", of=1)'}
    found = list(unknown_faults(named, TEXTS))
    assert found == ["a.py names the fault no_such, which has no sentences"]


def test_a_lame_sentence_is_found() -> None:
    lame = {
        "silent": ("is wrong", " "),
        "forgetful": ("must be {min} to {max}", "ต้องไม่น้อยกว่า {min}"),
        "english": ("is wrong", "is wrong"),
        "thai": ("ผิด", "ผิด"),
    }
    found = {sentence.split()[0] for sentence in lame_sentences(lame)}
    assert found == set(lame)
