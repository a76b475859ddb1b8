"""The embedded form: one `lmis serve` on a directory of its own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from shared.settings import SERVICES
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import Process, lasting_port
from tests.e2e.running.system import PSEUDONYM_KEY, RunningSystem

SERVER, WORKER = "server", "web-worker"


class Embedded(RunningSystem):
    """`server` is gunicorn with its only worker process, `web-worker` that worker alone."""

    form = "embedded"

    def __init__(self, directory: Path, **settings: str) -> None:
        super().__init__(directory)
        self._port = lasting_port()
        self._environment = {
            "LMIS_DATA_DIR": str(directory / "var"),
            "LMIS_PORT": str(self._port),
            "LMIS_PSEUDONYM_KEY": PSEUDONYM_KEY,
            **settings,
        }
        self._server = Process(
            SERVER, ["-m", "deploy.cli", "serve"], self._environment, self.directory
        )

    def ports(self) -> Mapping[str, int]:
        return dict.fromkeys(SERVICES, self._port)

    def environment(self) -> Mapping[str, str]:
        return self._environment

    def start_all(self) -> None:
        self._server.start()

    def process_names(self) -> Sequence[str]:
        return [SERVER, WORKER]

    def kill(self, name: str) -> None:
        if name == SERVER:
            self._server.kill()
        else:
            eventually(self._server.kill_children, what="gunicorn has started its worker")

    def start(self, name: str) -> None:
        self._server.start()

    def stop(self) -> None:
        status = self._server.stop()
        assert status == 0, f"lmis serve ended with {status}"

    def log_files(self) -> Mapping[str, Path]:
        return {SERVER: self._server.log_file}

    def log_of_worker(self, service: str) -> str:
        return self.log_text(SERVER)
