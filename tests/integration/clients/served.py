"""A whole system answering on a loopback port: two signed releases, live figures, open doors."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

import services.ingestion.app as ingestion
import services.reporting.app as reporting
from services.reporting.cube.memory import Memory
from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication import kept
from services.reporting.publication.comparing import changes_between
from services.reporting.publication.files import to_files
from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.publication.signing import MANIFEST, SIGNATURE, Signer, manifest
from shared.access import AccessStore, Role
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app
from tests.support.whole_publication import a_whole_publication

SIGNER = Signer(b"a secret of the tests")


@dataclass(frozen=True)
class Served:
    """Where it answers, and keys of a university and an employer."""

    url: str
    university: str
    employer: str
    settings: Settings
    newest: Publication

    def replace_live(self, issued: str) -> None:
        """Make the live figures anew."""
        live = a_whole_publication(LIVE, seed=3, issued=issued)
        engine = make_engine(self.settings.database("reporting"))
        with transaction(engine) as connection:
            kept.replace_live(connection, issued, "", to_files(live), Memory.empty())
        engine.dispose()


@contextmanager
def served(directory: Path) -> Iterator[Served]:
    """The system, until the end of the block."""
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    log = MemoryLog()
    keys = _prepared(settings)
    apps = reporting.create_app(settings, log), ingestion.create_app(settings, log)
    door: Any = DispatcherMiddleware(apps[0], {"/ingestion": apps[1]})
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, door, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    newest = _published(settings)
    system = Served(f"http://127.0.0.1:{server.port}", *keys, settings, newest)
    system.replace_live("2026-11-23T09:00:00.000+00:00")
    yield system
    server.shutdown()
    thread.join()
    server.server_close()
    for app in apps:
        close_app(app)
    log.close()


def _prepared(settings: Settings) -> tuple[str, str]:
    """Make the databases; the keys."""
    for name, package in (
        ("access", "shared.access"),
        ("ingestion", "services.ingestion"),
        ("reporting", "services.reporting"),
    ):
        engine = make_engine(settings.database(name))
        upgrade(engine, f"{package}.migrations")
        engine.dispose()
    store = AccessStore(make_engine(settings.database("access")))
    store.add_organisation("cu", "cu", Role.UNIVERSITY)
    store.add_organisation("acme", "acme", Role.EMPLOYER)
    keys = store.issue_key("cu").text, store.issue_key("acme").text
    store.engine.dispose()
    return keys


def _published(settings: Settings) -> Publication:
    """Keep two releases, frozen as the command freezes them; the newer one."""
    older = a_whole_publication("1.0.0", seed=1)
    newer = a_whole_publication("1.1.0", seed=2)
    engine = make_engine(settings.database("reporting"))
    with transaction(engine) as connection:
        for before, publication in ((None, older), (older, newer)):
            changes = changes_between(before, publication)
            files = to_files(publication)
            about = {"version": publication.version, "issued": publication.issued}
            files[MANIFEST] = manifest(about, files)
            files[SIGNATURE] = SIGNER.sign(files[MANIFEST])
            entry = ReleaseEntry(
                version=publication.version,
                issued=publication.issued,
                digest=kept.manifest_digest(files),
                synthetic=publication.synthetic,
                positions=publication.positions,
                changes=changes,
            )
            kept.add_release(connection, entry, files, Memory.empty())
    engine.dispose()
    return newer
