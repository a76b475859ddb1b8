"""Every operation a service documents, asked with anything: never a 5xx, always as documented."""

import importlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.databases import MIGRATIONS
from deploy.topics import create_topics
from shared.access import AccessStore, Role
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import SERVICES, Settings
from shared.web.app import close_app
from shared.web.problem import ProblemSchema

text = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "0", "-1", "9" * 30, "2512", "0613", "TH-10", "6", "2567", "field,level"]),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), text)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(text, inner, max_size=3)),
    max_leaves=6,
)


@dataclass(frozen=True)
class Operation:
    """One documented operation, and the arguments it names."""

    method: str
    path: str
    arguments: tuple[str, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...]
    answers: frozenset[tuple[str, str]]
    """Statuses, each with a media type."""


@dataclass
class Asked:
    """A service on empty databases, its operations, and a key of every role."""

    client: FlaskClient
    operations: list[Operation]
    keys: dict[Role, str]


@pytest.fixture(scope="module", params=SERVICES)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Asked]:
    directory = str(tmp_path_factory.mktemp(request.param))
    environment = Settings.from_environment({"LMIS_DATA_DIR": directory})
    for name in (request.param, "access"):
        engine = make_engine(environment.database(name))
        upgrade(engine, MIGRATIONS[name])
        engine.dispose()
    log = MemoryLog()
    create_topics(log)
    module = importlib.import_module(f"services.{request.param}.app")
    app = module.create_app(environment, log)
    client = app.test_client()
    document = client.get("/openapi.json").json
    yield Asked(client, list(operations(document)), keys_in(environment))
    close_app(app)


def keys_in(environment: Settings) -> dict[Role, str]:
    store = AccessStore(make_engine(environment.database("access")))
    keys = {}
    for role in Role:
        store.add_organisation(role.value, role.value, role)
        keys[role] = store.issue_key(role.value).text
    store.engine.dispose()
    return keys


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, found in document["paths"].items():
        for method in found.keys() & {"get", "post", "put", "delete"}:
            named = [resolved(p, document) for p in found[method].get("parameters", [])]
            query = [p for p in named if p["in"] == "query"]
            choices = tuple((p["name"], choices_of(p["schema"])) for p in query)
            arguments = tuple(p["name"] for p in query)
            answers = frozenset(
                (status, media_type)
                for status, answer in found[method]["responses"].items()
                for media_type in resolved(answer, document).get("content", {})
            )
            yield Operation(method, path, arguments, choices, answers)


def resolved(part: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        kind, name = part["$ref"].split("/")[-2:]
        return dict(document["components"][kind][name])
    return part


def choices_of(schema: dict[str, Any]) -> tuple[str, ...]:
    inner = schema.get("items", schema)
    return tuple(str(value) for value in inner.get("enum", []))


@st.composite
def queries(draw: st.DrawFn, operation: Operation) -> str:
    """Arguments of the operation, with a documented value or anything, and one unknown."""
    choices = dict(operation.choices)
    pairs = []
    for name in draw(st.lists(st.sampled_from([*operation.arguments, "x"]), max_size=4)):
        wanted = choices.get(name) or ("all",)
        value = draw(st.one_of(st.sampled_from(wanted), text))
        pairs.append(f"{quote(name, safe='')}={quote(value, safe='')}")
    return "&".join(pairs)


@given(choices=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_request_has_a_proper_answer(choices: st.DataObject, asked: Asked) -> None:
    operation = choices.draw(st.sampled_from(asked.operations))
    name = quote(choices.draw(text) or "x", safe="")
    path = re.sub(r"\{\w+\}", name.replace("\\", "\\\\"), operation.path)
    key = asked.keys[choices.draw(st.sampled_from(list(Role)))]
    body = json.dumps(choices.draw(values)).encode()
    answer = asked.client.open(
        f"{path}?{choices.draw(queries(operation))}",
        method=operation.method.upper(),
        data=body if operation.method in ("post", "put") else None,
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert answer.status_code < 500, (operation, answer.text)
    if answer.status_code >= 400:
        assert (str(answer.status_code), answer.mimetype) in operation.answers
    if answer.mimetype == "application/problem+json":
        assert not ProblemSchema().validate(answer.json)
    answer.close()
