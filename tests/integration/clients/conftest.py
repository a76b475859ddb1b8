"""One system for all tests of the client, which change nothing that another of them reads."""

import threading
from collections.abc import Iterator

import pytest

from lmis_client import Client, Retrying
from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.handlers import Door
from shared.db.engine import make_engine
from tests.integration.clients.served import Served, served


@pytest.fixture(scope="package")
def lmis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The system."""
    with served(tmp_path_factory.mktemp("lmis")) as system:
        yield system


@pytest.fixture
def working(lmis: Served) -> Iterator[None]:
    """The loop that processes uploads."""
    engine, stop = make_engine(lmis.settings.database("ingestion")), threading.Event()
    door = Door(engine, lmis.settings.pseudonym_secret())
    loop = threading.Thread(target=BatchLoop(Batches.of(door, lmis.settings)).run, args=(stop,))
    loop.start()
    yield
    stop.set()
    loop.join()
    engine.dispose()


@pytest.fixture
def client(lmis: Served) -> Iterator[Client]:
    """A client without a key that gives up at once."""
    with Client(lmis.url, retrying=Retrying(attempts=1)) as found:
        yield found
