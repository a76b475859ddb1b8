"""The distributed form: every process by itself, over Apache Kafka and PostgreSQL."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import URL

from deploy.kafka.local import LocalKafka
from shared.settings import SERVICES
from tests.e2e.running.process import ROOT, Process, lasting_port
from tests.e2e.running.system import PSEUDONYM_KEY, SIGNING_KEY, UPLOAD_KEY, RunningSystem
from tests.support.local_postgres import OWNER, LocalPostgres

KAFKA, POSTGRES = "kafka", "postgres"
WORKERS = {
    "ingestion-worker": "ingestion",
    "matching-worker-1": "matching",
    "matching-worker-2": "matching",
    "reporting-worker": "reporting",
}
UNNAMED = "matching-worker-2"
"""Its place in the group is free only when its session has ended; the others take theirs again."""

_DATABASES = ("access", *SERVICES)


class Distributed(RunningSystem):
    """A gunicorn for each service, their workers, a broker and a server, as compose has them.

    The broker and the server are given running; their owner stops them.
    """

    form = "distributed"

    def __init__(
        self, directory: Path, kafka: LocalKafka, postgres: LocalPostgres, **settings: str
    ) -> None:
        super().__init__(directory)
        self.kafka = kafka
        self.postgres = postgres
        self._ports = {service: lasting_port() for service in SERVICES}
        self._environment = {
            "LMIS_DATA_DIR": str(directory / "var"),
            "LMIS_LOG_URL": f"kafka://{kafka.bootstrap_servers}",
            "LMIS_WEB_WORKERS": "1",
            "LMIS_PSEUDONYM_KEY": PSEUDONYM_KEY,
            "LMIS_UPLOAD_KEY": UPLOAD_KEY,
            "LMIS_SIGNING_KEY": SIGNING_KEY,
            **_database_settings(postgres.url),
            **settings,
        }
        self._processes = {process.name: process for process in self._make_processes()}

    def ports(self) -> Mapping[str, int]:
        return self._ports

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def start_all(self) -> None:
        if not (self.directory / "prepared").exists():
            self._prepare()
            (self.directory / "prepared").touch()
        for process in self._processes.values():
            process.start()

    def process_names(self) -> Sequence[str]:
        return [*self._processes, KAFKA, POSTGRES]

    def kill(self, name: str) -> None:
        if name == KAFKA:
            self.kafka.kill()
        elif name == POSTGRES:
            self.postgres.kill()
        else:
            self._processes[name].kill()

    def start(self, name: str) -> None:
        if name == KAFKA:
            if not self.kafka.is_running():
                self.kafka.start()
        elif name == POSTGRES:
            self.postgres.start()
        else:
            self._processes[name].start()

    def stop(self) -> None:
        statuses = {name: process.stop() for name, process in self._processes.items()}
        assert set(statuses.values()) == {0}, statuses

    def log_files(self) -> Mapping[str, Path]:
        ours = {name: process.log_file for name, process in self._processes.items()}
        return {**ours, KAFKA: self.kafka.log_file, POSTGRES: self.postgres.log_file}

    def log_of_worker(self, service: str) -> str:
        return "".join(self.log_text(name) for name, of in WORKERS.items() if of == service)

    def _make_processes(self) -> list[Process]:
        gunicorn = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        apis = [
            Process(
                service,
                [*gunicorn, f"services.{service}.app:create_app()"],
                {**self._environment, "LMIS_PORT": str(port)},
                self.directory,
            )
            for service, port in self._ports.items()
        ]
        workers = [
            Process(
                name,
                ["-m", f"services.{of}.worker"],
                {**self._environment, "LMIS_WORKER_ID": "" if name == UNNAMED else name},
                self.directory,
            )
            for name, of in WORKERS.items()
        ]
        return [*apis, *workers]

    def _prepare(self) -> None:
        """Roles, schemas, tables and topics, made as an operator makes them."""
        _make_roles(self.postgres)
        owner = self.postgres.url
        services = self._environment
        try:
            self._environment = {**services, **_database_settings(owner, OWNER)}
            self.lmis("migrate")
        finally:
            self._environment = services
        self.lmis("topics")


def _database_settings(server: URL, role: str | None = None) -> dict[str, str]:
    """The address of each database: a schema of its own, under its own role or under `role`."""
    return {
        f"LMIS_{name.upper()}_DATABASE_URL": server.set(
            username=role or name, query={"options": f"-csearch_path={name}"}
        ).render_as_string(hide_password=False)
        for name in _DATABASES
    }


def _make_roles(postgres: LocalPostgres) -> None:
    """What PostgreSQL's image does with our script when it first starts."""
    url = postgres.url
    environment = {
        **os.environ,
        "PATH": f"{postgres.binaries}:{os.environ['PATH']}",
        "PGHOST": str(url.host),
        "PGPORT": str(url.port),
        "PGPASSWORD": str(url.password),
        "POSTGRES_USER": OWNER,
        "POSTGRES_DB": str(url.database),
        "POSTGRES_PASSWORD": str(url.password),
    }
    subprocess.run(
        ["sh", ROOT / "deploy/postgres/roles.sh"], env=environment, check=True, capture_output=True
    )
