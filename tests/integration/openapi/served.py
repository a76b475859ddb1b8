"""Each service's real app on SQLite, with something to find in it, and keys of every role."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.handlers import Door
from shared.access import Role
from shared.db.engine import transaction
from shared.settings import Settings
from tests.browser.site import publish
from tests.integration.authorisation.house import House, open_house, owner
from tests.integration.authorisation.owned import OWNED
from tests.integration.ingestion.uploading import OPENING, adverts

Keys = Mapping[str, str]


@contextmanager
def served(service: str, directory: Path) -> Iterator[tuple[Flask, Keys]]:
    """The app and a key of each role, whose organisation owns one of everything that it may."""
    with open_house(service, directory) as house:
        for place, make in OWNED[service].items():
            for whose in _owners(house, place):
                make(house, whose)
        FURNISHED[service](house, directory)
        yield house.app, {role.value: house.key(owner(role)) for role in Role}


def _owners(house: House, place: str) -> set[str]:
    found = (o.owners for o in house.operations if o.path.startswith(place))
    return {owner(role) for roles in found for role in roles}


def _a_processed_batch(house: House, directory: Path) -> None:
    """A file of which a row was rejected."""
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    file = adverts(5, _3={"title": ""})
    query = {**OPENING, "name": "adverts.csv"}
    house.do(owner(Role.EMPLOYER), "POST", "/v1/batches", data=file, query_string=query)
    door = Door(house.engine, settings.pseudonym_secret())
    loop = BatchLoop(Batches.of(door, settings))
    while loop.once(threading.Event()):
        pass


def _releases(house: House, _directory: Path) -> None:
    with transaction(house.engine) as connection:
        publish(connection)


FURNISHED: Mapping[str, Callable[[House, Path], None]] = {
    "ingestion": _a_processed_batch,
    "matching": lambda house, directory: None,
    "reporting": _releases,
}
