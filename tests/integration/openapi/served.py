"""Each service's real app on SQLite, with something to find in it, and keys of every role."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from deploy.databases import MIGRATIONS
from deploy.topics import create_topics
from shared.access import AccessStore, Role
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app
from tests.browser.site import publish

Keys = dict[str, str]


@contextmanager
def served(service: str, directory: Path) -> Iterator[tuple[Flask, Keys]]:
    """The app and a key of each role; reporting has releases to ask for."""
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    for name in (service, "access"):
        engine = make_engine(settings.database(name))
        upgrade(engine, MIGRATIONS[name])
        if name == "reporting":
            with transaction(engine) as connection:
                publish(connection)
        engine.dispose()
    log = MemoryLog()
    create_topics(log)
    app = importlib.import_module(f"services.{service}.app").create_app(settings, log)
    yield app, _keys(settings)
    close_app(app)
    log.close()


def _keys(settings: Settings) -> Keys:
    store = AccessStore(make_engine(settings.database("access")))
    keys = {}
    for role in Role:
        store.add_organisation(role.value, role.value, role)
        keys[role.value] = store.issue_key(role.value).text
    store.engine.dispose()
    return keys
