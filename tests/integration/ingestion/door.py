"""The whole front door on real databases, and organisations that call it."""

from collections.abc import Sequence
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine, Table, select
from werkzeug.test import TestResponse

from services.ingestion import store
from services.ingestion.app import MIGRATIONS, create_app
from services.ingestion.outbox import RecordOutbox
from shared.access import AccessStore, Role
from shared.bus.log import Log, Record
from shared.bus.relay import Relay
from shared.contracts import Envelope, from_message
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app

TABLES = {"graduates": store.graduates, "vacancies": store.vacancies}


class Caller:
    """An organisation that holds a key."""

    def __init__(self, client: FlaskClient, organisation: str, key: str) -> None:
        self.client = client
        self.organisation = organisation
        self.key = key

    def call(self, method: str, path: str, **request: Any) -> TestResponse:
        """One request with the organisation's key."""
        headers = {"Authorization": f"Bearer {self.key}", **request.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **request)

    def post(self, noun: str, records: Any, **request: Any) -> TestResponse:
        return self.call("POST", f"/v1/{noun}", json=records, **request)

    def post_bytes(
        self, noun: str, body: bytes, content_type: str = "application/json"
    ) -> TestResponse:
        return self.call("POST", f"/v1/{noun}", data=body, content_type=content_type)

    def get(self, path: str, **request: Any) -> TestResponse:
        return self.call("GET", f"/v1/{path}", **request)

    def erase(self, path: str) -> TestResponse:
        return self.call("DELETE", f"/v1/{path}")


class OpenDoor:
    """Ingestion's app over databases and a log, with its relay at hand."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.settings = settings
        self.log = log
        self.engine = make_engine(settings.database("ingestion"))
        upgrade(self.engine, MIGRATIONS)
        self.access = AccessStore(make_engine(settings.database("access")))
        upgrade(self.access.engine, "shared.access.migrations")
        self.app = create_app(settings, log)
        self.outboxes = [RecordOutbox(self.engine, table) for table in TABLES.values()]
        self.relay = Relay("ingestion", self.engine, log, self.outboxes)

    def caller(self, organisation: str, role: Role) -> Caller:
        """An organisation with a new key."""
        self.access.add_organisation(organisation, organisation, role)
        key = self.access.issue_key(organisation).text
        return Caller(self.app.test_client(), organisation, key)

    def tell(self) -> None:
        """Publish until nothing is left to tell."""
        while self.relay.publish_once():
            pass

    def told(self, *topics: str) -> list[Record]:
        """All that stands on the topics, the dead letters' among them when named."""
        return list(self.log.replay(topics or ("graduates.v1", "vacancies.v1")))

    def events(self) -> list[Envelope]:
        return [from_message(record) for record in self.told()]

    def rows(self, noun: str) -> Sequence[Any]:
        return rows_of(self.engine, TABLES[noun])

    def close(self) -> None:
        close_app(self.app)
        self.engine.dispose()
        self.access.engine.dispose()


def rows_of(engine: Engine, table: Table) -> Sequence[Any]:
    with engine.connect() as connection:
        return connection.execute(select(table)).all()


def codes(answer: TestResponse) -> dict[str, str]:
    """JSON pointer -> code of every fault of a problem."""
    assert answer.is_json
    assert answer.json is not None
    return {entry["pointer"]: entry["code"] for entry in answer.json.get("errors", [])}
