"""One command of the product as a process group, its output in a file."""

import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.kafka.local import LOOPBACK

ROOT = Path(__file__).parents[3]


class Process:
    """A Python program of the product; `start` after `kill` or `stop` runs it again."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], directory: Path
    ) -> None:
        self.name = name
        self.log_file = directory / f"{name}.log"
        self._command = [sys.executable, *arguments]
        self._environment = whole_environment(environment)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it unless it runs."""
        if self.is_running():
            return
        with self.log_file.open("ab") as output:
            # A group of its own, so that a kill reaches the children of gunicorn too.
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, env=self._environment,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip

    @property
    def peak_memory(self) -> float:
        """The most that the process itself, without children, has had in memory; MiB (Linux)."""
        assert self._process is not None
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """SIGKILL to the process and its children."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def kill_children(self) -> int:
        """SIGKILL to its children alone; how many there were."""
        children = self._children()
        for child in children:
            os.kill(child, signal.SIGKILL)
        return len(children)

    def stop(self, timeout: float = 30.0) -> int | None:
        """SIGTERM and the exit status; None when it did not run, or had to be killed."""
        if self._process is None:
            return None
        self._process.terminate()
        try:
            return self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill()

    def _children(self) -> list[int]:
        if self._process is None:
            return []
        pid = self._process.pid
        try:
            text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(child) for child in text.split()]


def whole_environment(ours: Mapping[str, str]) -> dict[str, str]:
    """The environment of this process with exactly these settings of the product."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("LMIS_")}
    return {**others, **ours}


def lasting_port() -> int:
    """A loopback port that stays ours while its server is away.

    Not one of those the system gives to clients: a client that keeps trying such a port can
    become its own server.
    """
    while True:
        port = random.randint(10_000, 30_000)
        with socket.socket() as probe:
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            return port
