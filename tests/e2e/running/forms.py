"""Makes a running system of either form, and takes everything of it away again."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from deploy.kafka.local import LocalKafka
from tests.e2e.running.distributed import Distributed
from tests.e2e.running.embedded import Embedded
from tests.e2e.running.process import lasting_port
from tests.e2e.running.system import RunningSystem
from tests.support.brokers import start_real
from tests.support.parts import note_part
from tests.support.postgres import PostgresServer, own_server

FORMS = (
    "embedded",
    pytest.param("distributed", marks=[pytest.mark.kafka, pytest.mark.postgres]),
)
RUNNING = pytest.StashKey[list[RunningSystem]]()
"""The systems that run now, for showing their logs when a test fails."""

_UNCHECKED = "the distributed form as a whole"


@contextmanager
def running_system(
    form: str, directory: Path, config: pytest.Config, **settings: str
) -> Iterator[RunningSystem]:
    """A ready system on empty storage below `directory`, stopped and removed in the end."""
    running = config.stash.setdefault(RUNNING, [])
    with ExitStack() as parts:
        system = _make(form, directory, config, parts, settings)
        running.append(system)
        try:
            system.start_all()
            system.wait_ready()
            yield system
        finally:
            running.remove(system)
            system.stop()
            shutil.rmtree(directory / "var", ignore_errors=True)


def _make(
    form: str,
    directory: Path,
    config: pytest.Config,
    parts: ExitStack,
    settings: dict[str, str],
) -> RunningSystem:
    if form == "embedded":
        return Embedded(directory, **settings)
    kafka = LocalKafka(directory / "kafka", lasting_port())
    start_real(kafka, config, _UNCHECKED)
    parts.callback(kafka.stop)
    postgres = parts.enter_context(own_server(lasting_port()))
    version = PostgresServer(postgres.url, postgres.origin).version()
    note_part(config, "PostgreSQL", f"{version} {postgres.origin}")
    return Distributed(directory, kafka, postgres, **settings)
