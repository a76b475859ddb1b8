"""Alerts, feedback and changes as their callers meet them: a client and a key for every role."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from services.reporting.api import alerts, changes, feedback
from services.reporting.data_sets import Publication
from services.reporting.publication.shelf import KeptFile, ReleaseEntry, Shelf
from services.reporting.store import alert_deliveries, repeatable_writes
from services.reporting.store import alerts as kept_alerts
from services.reporting.store import feedback as kept_feedback
from services.reporting.window import Window
from shared.access import AccessStore, Role
from shared.access.store import metadata as access_tables
from shared.db.engine import make_engine, transaction
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.web.app import Service, close_app, make_app
from shared.webhooks.addresses import Reach
from tests.integration.reporting.watching import a_database
from tests.support.published import ShelfOf

ORGANISATIONS = {
    "ministry": Role.POLICYMAKER,
    "other-ministry": Role.POLICYMAKER,
    "office": Role.OPERATOR,
    "uni": Role.UNIVERSITY,
    "firm": Role.EMPLOYER,
}
REACH = Reach.of("127.0.0.1")


@dataclass(frozen=True)
class _Given:
    """A window with nothing behind it but what notices need."""

    engine: Engine
    shelf: Shelf


class Changing:
    """A shelf whose publications each test states anew."""

    def __init__(self) -> None:
        self.on: Shelf = ShelfOf()

    def releases(self) -> Sequence[ReleaseEntry]:
        return self.on.releases()

    def open(self, pin: str) -> Publication:
        return self.on.open(pin)

    def files(self, version: str) -> Sequence[KeptFile]:
        return self.on.files(version)

    def read(self, version: str, path: str) -> bytes:
        return self.on.read(version, path)


@dataclass
class Notices:
    """The service as callers meet it; nobody in particular is ""."""

    client: FlaskClient
    engine: Engine
    keys: dict[str, str]
    shelf: Changing

    def begin(self, shelf: Shelf) -> None:
        """With these publications, and nothing kept."""
        self.shelf.on = shelf
        with transaction(self.engine) as connection:
            for table in (alert_deliveries, kept_alerts, kept_feedback):
                connection.execute(table.delete())

    def get(self, organisation: str, path: str, **options: Any) -> TestResponse:
        return self._ask(organisation, "GET", path, **options)

    def post(self, organisation: str, path: str, **options: Any) -> TestResponse:
        return self._ask(organisation, "POST", path, **options)

    def delete(self, organisation: str, path: str) -> TestResponse:
        return self._ask(organisation, "DELETE", path)

    def _ask(self, organisation: str, method: str, path: str, **options: Any) -> TestResponse:
        key = self.keys.get(organisation)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        headers |= options.pop("headers", {})
        return self.client.open(f"/v1/{path}", method=method, headers=headers, **options)


@contextmanager
def open_notices(directory: Path) -> Iterator[Notices]:
    access = AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}"))
    access_tables.create_all(access.engine)
    keys = {}
    for organisation, role in ORGANISATIONS.items():
        access.add_organisation(organisation, organisation, role)
        keys[organisation] = access.issue_key(organisation).text
    shelf = Changing()
    with a_database(directory) as engine:
        window = cast(Window, _Given(engine, shelf))
        blueprints = [
            alerts.blueprint(window, REACH),
            feedback.blueprint(window),
            changes.blueprint(window),
        ]
        repeatable = RepeatableWrites(engine, repeatable_writes)
        service = Service("reporting", "reporting", "0", blueprints, access, repeatable=repeatable)
        app = make_app(service, Settings.from_environment({"LMIS_DATA_DIR": str(directory)}))
        yield Notices(app.test_client(), engine, keys, shelf)
        close_app(app)


def faults(response: TestResponse) -> dict[str, str]:
    """Where and what was wrong; every fault is told in both languages."""
    assert response.mimetype == "application/problem+json"
    errors = response.get_json()["errors"]
    assert all(set(error["messages"]) == {"th", "en"} for error in errors)
    return {error["pointer"]: error["code"] for error in errors}
