"""An erased person is in no byte of PostgreSQL's files, once its tables are written anew."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.access import Role
from shared.bus.memory import MemoryLog
from shared.db.rewriting import rewrite_all
from shared.settings import Settings
from tests.builders import a_graduate_post, a_survey_post
from tests.integration.ingestion.conftest import schemas_in
from tests.integration.ingestion.door import OpenDoor
from tests.integration.ingestion.uploading import upload, work
from tests.support.local_postgres import LocalPostgres, connect
from tests.support.postgres import own_server

pytestmark = pytest.mark.postgres

REFERENCE = "ศิษย์เก่า-778899"
PROGRAMME = "โหราศาสตร์เปรียบเทียบแห่งดาวเสาร์"
JOB = "นักพยากรณ์ประจำหอดูดาวลอยฟ้า"
PERSON = (REFERENCE, PROGRAMME, JOB)
TEMPLATE = {"kind": "graduates", "profile": "lmis-graduates"}
HEADER = "reference,programme,graduation_year\n"


@pytest.fixture
def server() -> Iterator[LocalPostgres]:
    """A server whose files can be searched; it deletes journals that it needs no more."""
    with own_server() as server:
        with connect(server.url) as connection:
            connection.execute("ALTER SYSTEM SET wal_recycle = off")
            connection.execute("SELECT pg_reload_conf()")
        yield server


@pytest.fixture
def owned(server: LocalPostgres, tmp_path: Path, log: MemoryLog) -> Iterator[OpenDoor]:
    url = server.url.render_as_string(hide_password=False)
    environment = {"LMIS_DATA_DIR": str(tmp_path), **schemas_in(url, "ingestion", "access")}
    door = OpenDoor(Settings.from_environment(environment), log)
    yield door
    door.close()


def test_an_erased_person_is_in_no_byte_of_postgres_files(
    server: LocalPostgres, owned: OpenDoor
) -> None:
    university = owned.caller("cu", Role.UNIVERSITY)
    others = [a_graduate_post(reference=str(number)) for number in range(30)]
    survey = a_survey_post(job_title=JOB)
    person = a_graduate_post(reference=REFERENCE, programme=PROGRAMME, tracer=survey)
    university.post("graduates", [*others, person])
    university.post("graduates", a_graduate_post(reference=REFERENCE, programme=PROGRAMME))
    for year, dry_run in (("2567", "false"), ("1", "false"), ("1", "true")):
        content = f"{HEADER}{REFERENCE},{PROGRAMME},{year}\n".encode()
        upload(university, content, **TEMPLATE, dry_run=dry_run)
        work(owned)
    owned.tell()
    assert files_with(server, REFERENCE) == []
    assert files_with(server, PROGRAMME)
    assert files_with(server, JOB)

    assert university.erase(f"graduates/{REFERENCE}").json["erased"] == 1
    owned.tell()
    rewrite_all(owned.engine)
    with connect(server.url) as connection:
        for _ in range(3):
            connection.execute("SELECT pg_switch_wal()")
            connection.execute("CHECKPOINT")
    assert [files_with(server, text) for text in PERSON] == [[], [], []]


def files_with(server: LocalPostgres, text: str) -> list[Path]:
    files = [path for path in server.home.rglob("*") if path.is_file()]
    return [path for path in files if text.encode() in path.read_bytes()]
