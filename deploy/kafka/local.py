"""Runs one Apache Kafka broker on loopback: `python -m deploy.kafka.local`, or as a library."""

import base64
import logging
import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Self

import click

from deploy.kafka.jars import KafkaMissing, ensure_jars, java, kafka_version
from shared.bus.kafka_client import broker_release
from shared.bus.log import LogUnavailable

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1"
_HEAP = ("-Xms128m", "-Xmx512m")
_SHORT_LIVED_JVM = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


class KafkaFailed(Exception):
    """The broker did not start or stopped by itself; the message ends with its log."""


class LocalKafka:
    """One broker process and its state; `start` again after `stop` or `kill` continues on it."""

    def __init__(self, state_dir: Path, port: int = 0) -> None:
        self.state_dir = state_dir.absolute()
        self.port = port or free_port()
        self.log_file = self.state_dir / "broker.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def bootstrap_servers(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    def start(self, timeout: float = 60.0) -> None:
        """Start the broker and return when clients can use it.

        Raises:
            KafkaMissing: Java or the jars cannot be had.
            KafkaFailed: the broker ended, or was not ready after `timeout` seconds.
        """
        if self.is_running() or not _is_free(self.port):
            raise KafkaFailed(f"something listens on port {self.port} already")
        properties = self._write_properties()
        if not (self._data / "meta.properties").exists():
            self._format(properties)
        command = self._java(*_HEAP, main="kafka.Kafka", arguments=(str(properties),))
        with self.log_file.open("ab") as log:
            # In a session of its own, so that Ctrl-C reaches the broker through stop() only.
            self._process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        try:
            self._wait_until_ready(timeout)
        except BaseException:
            self.kill()
            raise

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def watch(self, ended: threading.Event) -> None:
        """Return when `ended` is set; raises KafkaFailed when the broker ends before."""
        while not ended.wait(0.5):
            if not self.is_running():
                raise KafkaFailed(f"the broker ended:\n{self._log_tail()}")

    def stop(self, timeout: float = 30.0) -> None:
        """Shut down in order; kills the broker when it takes longer than `timeout` seconds."""
        if self._process is None:
            return
        self.resume()  # a frozen process would not see SIGTERM
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout)
        self.kill()

    def kill(self) -> None:
        """SIGKILL: nothing is flushed, nobody is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Freeze the broker (SIGSTOP): connections stay open, nothing is answered.

        Returns when the last of its threads has stopped; until then one may still answer.
        """
        pid = self._signal(signal.SIGSTOP)
        os.waitid(os.P_PID, pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def resume(self) -> None:
        """Let a frozen broker go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def _data(self) -> Path:
        return self.state_dir / "data"

    def _signal(self, number: signal.Signals) -> int:
        """Send a signal to the broker; its process id."""
        if self._process is None:
            raise KafkaFailed("not running")
        self._process.send_signal(number)
        return self._process.pid

    def _write_properties(self) -> Path:
        self.state_dir.mkdir(parents=True, exist_ok=True)
        broker, controller = f"{LOOPBACK}:{self.port}", f"{LOOPBACK}:{free_port()}"
        path = self.state_dir / "server.properties"
        path.write_text(
            (HERE / "server.properties").read_text() + "\n"
            f"controller.quorum.voters=1@{controller}\n"
            f"listeners=PLAINTEXT://{broker},CONTROLLER://{controller}\n"
            f"advertised.listeners=PLAINTEXT://{broker}\n"
            f"log.dirs={self._data}\n"
        )
        return path

    def _format(self, properties: Path) -> None:
        arguments = ("format", f"--cluster-id={_cluster_id()}", f"--config={properties}")
        command = self._java(*_SHORT_LIVED_JVM, main="kafka.tools.StorageTool", arguments=arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise KafkaFailed(f"formatting {self._data} failed:\n{done.stdout}{done.stderr}")

    def _java(self, *options: str, main: str, arguments: tuple[str, ...]) -> list[str]:
        quiet = f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}"
        return [java(), *options, quiet, "-cp", f"{ensure_jars()}/*", main, *arguments]

    def _wait_until_ready(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            if not self.is_running():
                raise KafkaFailed(f"the broker ended:\n{self._log_tail()}")
            try:
                socket.create_connection((LOOPBACK, self.port), timeout=1.0).close()
                broker_release(self.bootstrap_servers, timeout=1.0)
            except (OSError, LogUnavailable):
                time.sleep(0.05)
            else:
                return
        raise KafkaFailed(f"not ready after {timeout:g} s:\n{self._log_tail()}")

    def _log_tail(self) -> str:
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-20:])


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def _cluster_id() -> str:
    """Sixteen random bytes as Kafka writes them; a leading dash would look like an option."""
    text = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
    return "0" + text[1:] if text.startswith("-") else text


@click.command()
@click.option("--port", default=9092, show_default=True, help="Port on 127.0.0.1.")
@click.option(
    "--state-dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("var/kafka"),
    show_default=True,
    help="Where the broker keeps its data; kept between runs.",
)
def main(port: int, state_dir: Path) -> None:
    """Run a local Apache Kafka until SIGTERM or Ctrl-C."""
    ended = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    logging.getLogger("kafka").setLevel(logging.CRITICAL)  # it complains while the broker starts
    broker = LocalKafka(state_dir, port)
    try:
        broker.start()
        click.echo(
            f"Apache Kafka {kafka_version()} on {broker.bootstrap_servers}, "
            f"data in {broker.state_dir}, log in {broker.log_file}"
        )
        broker.watch(ended)
    except (KafkaMissing, KafkaFailed) as error:
        raise click.ClickException(str(error)) from error
    finally:
        broker.stop()


if __name__ == "__main__":
    main()
