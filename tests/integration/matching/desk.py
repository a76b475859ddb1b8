"""Matching as its callers meet it: a client, keys for every role, and records to ask about."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from services.matching import store
from services.matching.api import assess, code, corrections, former, graduates, prospects, vacancies
from services.matching.app import MIGRATIONS
from services.matching.assess import Assessor
from services.matching.brain import load_judge
from services.matching.queries import Office
from services.matching.tables import repeatable_writes
from shared.access import AccessStore, Role
from shared.access.store import metadata as access_tables
from shared.contracts import Graduate, Vacancy
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.web.app import Service, make_app
from tests.unit.matching.fakes import ListTally, OneJudge, WordExtractor, coders

ORGANISATIONS = {
    "uni": Role.UNIVERSITY,
    "other-uni": Role.UNIVERSITY,
    "firm": Role.EMPLOYER,
    "other-firm": Role.EMPLOYER,
    "ministry": Role.POLICYMAKER,
    "office": Role.OPERATOR,
}
CODERS = coders(titles={"โปรแกรมเมอร์": "2514"}, programmes={"คอมพิวเตอร์": "0613"})


@dataclass
class Desk:
    """The service as callers meet it."""

    client: FlaskClient
    engine: Engine
    keys: dict[str, str]

    def get(self, organisation: str, path: str, **query: Any) -> TestResponse:
        return self.client.get(path, headers=self._key(organisation), query_string=query)

    def post(self, organisation: str, path: str, json: Any, **headers: str) -> TestResponse:
        """Names of headers with _ for -."""
        stated = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, headers={**self._key(organisation), **stated}, json=json)

    def delete(self, organisation: str, path: str) -> TestResponse:
        return self.client.delete(path, headers=self._key(organisation))

    def keep(self, *records: Graduate | Vacancy) -> None:
        assessor = Assessor(CODERS, OneJudge(), ListTally())
        with transaction(self.engine) as connection:
            for record in records:
                if isinstance(record, Graduate):
                    [graduate] = assessor.graduates([record])
                    store.keep(connection, store.graduates, [store.graduate_row(graduate, "")])
                else:
                    [vacancy] = assessor.vacancies([record])
                    store.keep(connection, store.vacancies, [store.vacancy_row(vacancy, "")])

    def _key(self, organisation: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.keys[organisation]}"}


@contextmanager
def open_desk(directory: Path) -> Iterator[Desk]:
    engine = make_engine(f"sqlite:///{directory / 'matching.db'}")
    upgrade(engine, MIGRATIONS)
    access_engine = make_engine(f"sqlite:///{directory / 'access.db'}")
    access_tables.create_all(access_engine)
    access = AccessStore(access_engine)
    keys = {}
    for organisation, role in ORGANISATIONS.items():
        access.add_organisation(organisation, organisation, role)
        keys[organisation] = access.issue_key(organisation).text
    office = Office(engine, b"secret" * 6, lambda: "2025-06-01", lambda: CODERS)
    blueprints = [module.blueprint(office) for module in (corrections, former, vacancies)]
    blueprints.append(code.blueprint(office, WordExtractor))
    judge = partial(load_judge, directory / "models")
    blueprints += [module.blueprint(office, judge) for module in (graduates, prospects)]
    blueprints.append(assess.blueprint(judge))
    repeatable = RepeatableWrites(engine, repeatable_writes)
    service = Service("matching", "matching", "0", blueprints, access, repeatable=repeatable)
    app = make_app(service, Settings.from_environment({"LMIS_DATA_DIR": str(directory)}))
    yield Desk(app.test_client(), engine, keys)
    engine.dispose()
    access_engine.dispose()


def pointers(response: TestResponse) -> list[tuple[str, str]]:
    assert response.mimetype == "application/problem+json"
    body = response.get_json()
    assert all(set(error["messages"]) == {"th", "en"} for error in body["errors"])
    return [(error["pointer"], error["code"]) for error in body["errors"]]
