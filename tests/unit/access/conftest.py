"""An issuer on loopback, and a reader of its tokens whose clock stands still."""

from collections.abc import Iterator

import pytest

from shared.access import AccessStore, Role
from shared.access.issuer import Issuer
from shared.access.tokens import Reading, TokenReader
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.support.issuer import AUDIENCE, SmallIssuer, small_issuer

READING = Reading(AUDIENCE, "roles", {role.value: role for role in Role}, "organisation")


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AccessStore]:
    path = tmp_path_factory.mktemp("access") / "access.db"
    store = AccessStore(make_engine(f"sqlite:///{path}"))
    upgrade(store.engine, "shared.access.migrations")
    store.add_organisation("cu", "จุฬาลงกรณ์มหาวิทยาลัย", Role.UNIVERSITY)
    store.add_organisation("ministry", "กระทรวงแรงงาน", Role.OPERATOR)
    yield store
    store.engine.dispose()


@pytest.fixture(scope="module")
def running() -> Iterator[SmallIssuer]:
    with small_issuer() as issuer:
        yield issuer


@pytest.fixture
def issuer(running: SmallIssuer) -> SmallIssuer:
    """As it was at the start, whatever the test before made of it."""
    running.rotate()
    running.metadata = {"issuer": running.url, "jwks_uri": f"{running.url}/keys"}
    running.asked.clear()
    return running


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 5_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reader(issuer: SmallIssuer, members: AccessStore, clock: Clock) -> TokenReader:
    return TokenReader(Issuer(issuer.url, clock=clock), READING, members)
