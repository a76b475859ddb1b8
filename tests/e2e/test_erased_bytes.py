"""An erased person is in no byte of any file of the embedded system, once these are compacted."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client

from deploy.databases import migrate_all
from deploy.embedded.system import System
from deploy.topics import create_topics
from services.reporting.publication.freezing import release
from services.reporting.publication.naming import named
from services.reporting.publication.signing import Signer
from shared.access import AccessStore, Role
from shared.bus.sqlite_log import SqliteLog
from shared.db.engine import make_engine
from shared.db.journal import rewrite
from shared.settings import SERVICES, Settings
from tests.builders import a_survey_post
from tests.e2e.posting import a_graduate_of, graduates_of
from tests.e2e.running.polling import eventually

REFERENCE = "ศิษย์เก่า-778899"
PROGRAMME = "โหราศาสตร์เปรียบเทียบแห่งดาวเสาร์"
JOB = "นักพยากรณ์ประจำหอดูดาวลอยฟ้า"
SKILL = "การอ่านวงแหวนดาวเสาร์"
PERSON = (REFERENCE, PROGRAMME, JOB, SKILL)
HEADER = "reference,programme,graduation_year,skills\n"
FAR_AHEAD_MS = 2**45


class Running:
    """The whole embedded system in this process, on files of its own."""

    def __init__(self, directory: Path) -> None:
        self.settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
        migrate_all(self.settings)
        self.log = SqliteLog(directory / "log.db")
        create_topics(self.log)
        self.access = AccessStore(make_engine(self.settings.database("access")))
        self.system = System(self.settings, self.log)
        self.system.start()
        self.client = Client(self.system.wsgi)
        self.access.add_organisation("uni", "uni", Role.UNIVERSITY)
        self._key = self.access.issue_key("uni").text

    def call(self, method: str, path: str, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._key}", **request.pop("headers", {})}
        answer = self.client.open(
            f"/ingestion/v1/{path}", method=method, headers=headers, **request
        )
        assert answer.status_code < 300, answer.text
        return answer.json

    def upload(self, content: str, **query: str) -> str:
        """A file, processed to its end; its id."""
        query = {"kind": "graduates", "profile": "lmis-graduates", **query}
        batch = self.call(
            "POST",
            "batches",
            data=content.encode(),
            query_string=query,
            content_type="text/csv",
        )["id"]
        eventually(
            lambda: self.call("GET", f"batches/{batch}")["state"] == "finished",
            what="the file is taken",
        )
        return str(batch)

    def settle(self) -> None:
        """All that was posted is in the figures."""
        eventually(lambda: self.system.backlog() == 0, what="the figures follow")

    def release(self, on: date) -> None:
        engine = make_engine(self.settings.database("reporting"))
        signer = Signer(self.settings.signing_secret())
        release(engine, named(self.access.organisations()), on, signer)
        engine.dispose()

    def compact(self) -> None:
        """What the maintenance loops do when their time has come."""
        self.log.compact_where_due(FAR_AHEAD_MS)
        for name in SERVICES:
            engine = make_engine(self.settings.database(name))
            eventually(partial(rewrite, engine), what=f"{name} is written anew")
            engine.dispose()

    def files_with(self, text: str) -> list[str]:
        """The files of the system in which the text stands, also as JSON escapes it."""
        directory = Path(self.settings.data_dir)
        spelt = (text.encode(), text.encode("unicode_escape"))
        return sorted(
            path.name
            for path in directory.rglob("*")
            if path.is_file() and any(spelling in path.read_bytes() for spelling in spelt)
        )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    running = Running(tmp_path / "var")
    yield running
    running.system.stop()
    running.access.engine.dispose()


def the_person(**changes: Any) -> dict[str, Any]:
    survey = a_survey_post(job_title=JOB, occupation=None)
    facts = {"programme": PROGRAMME, "field": None, "skills": [SKILL], **changes}
    return a_graduate_of("TH-50", REFERENCE, tracer=survey, **facts)


def a_row(*cells: str) -> str:
    return HEADER + ",".join(cells) + "\n"


def test_an_erased_person_is_in_no_byte_of_any_file_once_these_are_compacted(
    running: Running,
) -> None:
    running.call("POST", "graduates", json=graduates_of("TH-50", 20))
    key = {"Idempotency-Key": "the-person"}
    record = running.call("POST", "graduates", json=the_person(), headers=key)["record"]
    running.upload(a_row(REFERENCE, PROGRAMME, "2567", SKILL))
    rejected = running.upload(a_row(REFERENCE, PROGRAMME, "1", SKILL))
    tried = running.upload(a_row(REFERENCE, PROGRAMME, "1", SKILL), dry_run="true")
    running.call("GET", f"graduates/{REFERENCE}/export")
    running.settle()
    running.release(date(2026, 1, 1))
    held = {text: running.files_with(text) for text in PERSON}
    assert held[REFERENCE] == []  # replaced and sealed at the door
    for text in (PROGRAMME, SKILL):
        places = {name.partition(".")[0] for name in held[text]}
        assert places >= {"ingestion", "log", "matching"}, held

    running.upload(a_row("another", "ชีววิทยา", "2567", ""))
    receipt = running.call("DELETE", f"graduates/{REFERENCE}")
    assert (receipt["record"], receipt["erased"]) == (record, 1)
    running.settle()
    running.release(date(2026, 1, 2))
    running.compact()

    assert [running.files_with(text) for text in PERSON] == [[]] * len(PERSON)
    for batch in (rejected, tried):
        assert running.call("GET", f"batches/{batch}/results")["results"] == []
    places = running.call("GET", f"erasures/{receipt['receipt']}")["places"]
    assert {place["place"]: place["state"] for place in places}["told"] == "told"
