"""The front door alone: its web process and its worker, on files or on PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deploy.databases import MIGRATIONS
from deploy.kafka.local import LOOPBACK
from deploy.topics import create_topics
from shared.access import AccessStore, Role
from shared.bus.open_log import open_log
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import Process, lasting_port
from tests.e2e.running.system import PSEUDONYM_KEY

WEB, WORKER = "web", "worker"
_GUNICORN = ("-m", "gunicorn", "--config", "deploy/gunicorn.conf.py")


class FrontDoor:
    """Two processes that can be killed and started; databases and log are made at first."""

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._port = lasting_port()
        settings = {
            "LMIS_DATA_DIR": str(directory / "var"),
            "LMIS_PORT": str(self._port),
            "LMIS_WEB_WORKERS": "1",
            "LMIS_PSEUDONYM_KEY": PSEUDONYM_KEY,
            "LMIS_LOG_LEVEL": "WARNING",
            **environment,
        }
        self.settings = Settings.from_environment(settings)
        web = [*_GUNICORN, "services.ingestion.app:create_app()"]
        self._processes = {
            WEB: Process(WEB, web, settings, directory),
            WORKER: Process(WORKER, ["-m", "services.ingestion.worker"], settings, directory),
        }
        _migrate(self.settings)
        log = open_log(self.settings.log())
        create_topics(log)
        log.close()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._port}/ingestion"

    def start(self, name: str) -> None:
        self._processes[name].start()

    def kill(self, name: str) -> None:
        """SIGKILL the process and its children; returns when they are gone."""
        self._processes[name].kill()

    def peak_memory(self, name: str) -> float:
        """The most that the process has had in memory, in MiB."""
        return self._processes[name].peak_memory

    def log_text(self) -> str:
        """What both processes wrote."""
        files = (process.log_file for process in self._processes.values())
        return "".join(file.read_text(errors="replace") for file in files if file.exists())

    def wait_ready(self) -> None:
        eventually(lambda: get(f"{self.url}/health").status == 200, what="the door answers")

    def new_key(self, organisation: str, role: Role) -> str:
        """The key of a new organisation."""
        engine = make_engine(self.settings.database("access"))
        try:
            store = AccessStore(engine)
            store.add_organisation(organisation, organisation, role)
            return store.issue_key(organisation).text
        finally:
            engine.dispose()

    def stop(self) -> None:
        for process in self._processes.values():
            process.stop()


def _migrate(settings: Settings) -> None:
    """The door's own databases; it knows no others."""
    for name in ("access", "ingestion"):
        engine = make_engine(settings.database(name))
        upgrade(engine, MIGRATIONS[name])
        engine.dispose()


@contextmanager
def front_door(directory: Path, environment: Mapping[str, str]) -> Iterator[FrontDoor]:
    """A door that answers and works, stopped in the end."""
    door = FrontDoor(directory, environment)
    try:
        door.start(WEB)
        door.start(WORKER)
        door.wait_ready()
        yield door
    finally:
        door.stop()
