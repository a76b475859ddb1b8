"""One system for all tests of the client, which change nothing that another of them reads."""

from collections.abc import Iterator

import pytest

from lmis_client import Client, Retrying
from tests.integration.clients.served import Served, served


@pytest.fixture(scope="package")
def lmis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The system."""
    with served(tmp_path_factory.mktemp("lmis")) as system:
        yield system


@pytest.fixture
def client(lmis: Served) -> Iterator[Client]:
    """A client without a key that gives up at once."""
    with Client(lmis.url, retrying=Retrying(attempts=1)) as found:
        yield found
