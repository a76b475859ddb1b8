"""A service on empty databases, and everybody who may stand before its door."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from deploy.databases import MIGRATIONS
from deploy.topics import create_topics
from shared.access import AccessStore, Role, Scope
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app
from tests.integration.authorisation.document import Operation, operations

UNLIMITED = {
    "LMIS_RATE_LIMIT": "0",
    "LMIS_PUBLIC_RATE_LIMIT": "0",
    "LMIS_FAILED_KEY_LIMIT": "0",
}


class House:
    """The service's own app, its database, and two organisations of every role with keys."""

    def __init__(self, service: str, app: Flask, engine: Engine, access: AccessStore) -> None:
        self.service = service
        self.app, self.engine = app, engine
        self._client = app.test_client()
        self._access = access
        self._keys: dict[tuple[str, frozenset[str] | None], str] = {}
        self.made = 0
        for role in Role:
            for organisation in (owner(role), neighbour(role)):
                access.add_organisation(organisation, organisation, role)

    @cached_property
    def operations(self) -> list[Operation]:
        """What the service's OpenAPI document lists."""
        document: dict[str, Any] = self._client.get("/openapi.json").json or {}
        return list(operations(document))

    def key(self, organisation: str, scopes: frozenset[str] | None = None) -> str:
        """A valid key of the organisation, for everything or for these scopes alone."""
        if (organisation, scopes) not in self._keys:
            stated = None if scopes is None else [Scope(scope) for scope in scopes]
            made = self._access.issue_key(organisation, stated)
            self._keys[organisation, scopes] = made.text
        return self._keys[organisation, scopes]

    @cached_property
    def dead_keys(self) -> dict[str, str]:
        """Keys that were valid once."""
        organisation = owner(Role.OPERATOR)
        revoked = self._access.issue_key(organisation)
        self._access.revoke(revoked.key_id)
        expired = self._access.issue_key(organisation, expires_at=datetime.now(UTC))
        return {"revoked": revoked.text, "expired": expired.text}

    def ask(
        self, key: str | None, operation: Operation, path: str | None = None, **request: Any
    ) -> TestResponse:
        """One request; `path` has values where the operation's has names."""
        headers = {"Sec-Fetch-Site": "same-origin"}  # as from a form of our own pages
        if key is not None:
            headers["Authorization"] = f"Bearer {key}"
        headers |= request.pop("headers", {})
        with self._client.open(
            path or operation.filled("1"), method=operation.method, headers=headers, **request
        ) as answer:
            answer.get_data()
            return answer

    def do(self, organisation: str, method: str, path: str, **request: Any) -> Any:
        """What came of a request that must succeed: the JSON answered."""
        answer = self.ask(self.key(organisation), Operation(method, path), **request)
        assert answer.status_code < 300, (method, path, answer.status_code, answer.text)
        return answer.json


def owner(role: Role) -> str:
    return f"{role.value}-whose-things-these-are"


def neighbour(role: Role) -> str:
    return f"{role.value}-from-next-door"


@contextmanager
def open_house(service: str, directory: Path) -> Iterator[House]:
    """The house, until the end of the block."""
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory), **UNLIMITED})
    engines = {name: make_engine(settings.database(name)) for name in (service, "access")}
    for name, engine in engines.items():
        upgrade(engine, MIGRATIONS[name])
    log = MemoryLog()
    create_topics(log)
    app = importlib.import_module(f"services.{service}.app").create_app(settings, log)
    yield House(service, app, engines[service], AccessStore(engines["access"]))
    close_app(app)
    for engine in engines.values():
        engine.dispose()
