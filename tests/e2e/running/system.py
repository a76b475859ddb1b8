"""What the tests may ask of a running system, whatever form it has."""

import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path

from deploy.kafka.local import LOOPBACK
from shared.access import AccessStore, Role
from shared.bus.open_log import open_log
from shared.contracts.catalogue import ASSESSMENTS, GRADUATES, VACANCIES
from shared.db.engine import make_engine
from shared.settings import SERVICES, Settings
from tests.e2e.running.http import get
from tests.e2e.running.polling import GENEROUS, eventually
from tests.e2e.running.process import ROOT, whole_environment

PSEUDONYM_KEY = "a key of the tests that is long enough"
UPLOAD_KEY = "a third key of the tests that is long enough"
SIGNING_KEY = "another key of the tests, long enough too"


class RunningSystem(ABC):
    """A system of processes; made stopped, and to be stopped by whoever started it.

    `directory` holds its files and the logs of its processes.
    """

    form: str

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def ingestion(self) -> str:
        return self.url_of("ingestion")

    @property
    def matching(self) -> str:
        return self.url_of("matching")

    @property
    def reporting(self) -> str:
        return self.url_of("reporting")

    def url_of(self, service: str) -> str:
        """Where the service answers, its name included."""
        return f"http://{LOOPBACK}:{self.ports()[service]}/{service}"

    @property
    def page(self) -> str:
        """The page of the whole system."""
        return f"http://{LOOPBACK}:{self.ports()['reporting']}/"

    def settings(self) -> Settings:
        """The settings that its processes run with."""
        return Settings.from_environment(self.environment())

    @abstractmethod
    def ports(self) -> Mapping[str, int]:
        """Service -> the port it answers on."""

    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """The settings that its processes run with, as environment variables."""

    @abstractmethod
    def start_all(self) -> None:
        """Prepare what is missing and start every process; returns before they are ready."""

    @abstractmethod
    def process_names(self) -> Sequence[str]:
        """Every process that `kill` and `start` know."""

    @abstractmethod
    def kill(self, name: str) -> None:
        """SIGKILL the process and its children; returns when they are gone."""

    @abstractmethod
    def start(self, name: str) -> None:
        """Start the process again, unless it runs or is restarted by its parent."""

    @abstractmethod
    def stop(self) -> None:
        """SIGTERM to everything; AssertionError when something does not end cleanly."""

    @abstractmethod
    def log_files(self) -> Mapping[str, Path]:
        """What each process wrote."""

    def log_text(self, name: str) -> str:
        return self.log_files()[name].read_text(errors="replace")

    @abstractmethod
    def log_of_worker(self, service: str) -> str:
        """What the loops of the service wrote."""

    def is_ready(self, service: str) -> bool:
        return get(f"{self.url_of(service)}/ready").status == 200

    def wait_ready(self, within: float = GENEROUS) -> None:
        """Return when every service says it is ready."""
        for service in SERVICES:
            eventually(lambda name=service: self.is_ready(name), within, what=f"{service} ready")

    def backlog(self) -> int:
        """Events told and not yet taken; raises LogUnavailable."""
        settings = self.settings()
        log = open_log(settings.log())
        try:
            lag = log.lag("matching", (GRADUATES.name, VACANCIES.name))
            return lag + log.lag("reporting", (ASSESSMENTS.name,))
        finally:
            log.close()

    def lmis(self, *arguments: str, timeout: float = 120.0) -> str:
        """Output of the command line, run with the system's settings in its directory."""
        done = subprocess.run(
            [sys.executable, "-m", "deploy.cli", *arguments],
            cwd=self.directory,
            env=whole_environment({**self.environment(), "PYTHONPATH": str(ROOT)}),
            capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"lmis {' '.join(arguments)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def new_key(self, organisation: str, role: str) -> str:
        """The key of an organisation, new or not."""
        engine = make_engine(self.settings().database("access"))
        try:
            store = AccessStore(engine)
            store.add_organisation(organisation, organisation, Role(role))
            return store.issue_key(organisation).text
        finally:
            engine.dispose()
