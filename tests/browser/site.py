"""Reporting's real app on loopback, with two releases, live figures and an answered doubt."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection
from werkzeug.serving import WSGIRequestHandler, make_server

from services.reporting.app import MIGRATIONS, create_app
from services.reporting.cube.memory import Memory
from services.reporting.data_sets import Publication
from services.reporting.publication import kept
from services.reporting.publication.comparing import changes_between
from services.reporting.publication.files import to_files, to_json
from services.reporting.publication.freezing import CHANGES
from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.publication.signing import MANIFEST, SIGNATURE, Signer, manifest
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app
from tests.support.whole_publication import a_whole_publication, set_figure

OLD, NEW = "1.0.0", "1.1.0"


class Quiet(WSGIRequestHandler):
    """Says nothing on the terminal."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Requests are watched in the browser."""


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """The root address of the app."""
    url = f"sqlite:///{directory / 'reporting.db'}"
    engine = make_engine(url)
    upgrade(engine, MIGRATIONS)
    with transaction(engine) as connection:
        publish(connection)
    engine.dispose()
    stated = {"LMIS_DATA_DIR": str(directory), "LMIS_REPORTING_DATABASE_URL": url}
    app = create_app(Settings.from_environment(stated), MemoryLog())
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        close_app(app)


def publish(connection: Connection) -> None:
    old, new = a_whole_publication(OLD), a_whole_publication(NEW, seed=9)
    for code, graduates in (("2025", 12340), ("2024", 4320)):
        set_figure(new.data_sets["graduate-outcomes"], "graduates", graduates, year=code)
    set_figure(
        new.data_sets["graduate-outcomes"], "graduates", 760,
        year="2025", region="north", level="6", field="06",
    )  # fmt: skip
    _add(connection, old, None)
    _add(connection, new, old)
    live = to_files(a_whole_publication("live", seed=3))
    kept.replace_live(connection, "2026-11-23", "events", live, Memory.empty())


def _add(connection: Connection, publication: Publication, before: Publication | None) -> None:
    changes = changes_between(before, publication)
    files = {**to_files(publication), CHANGES: to_json(changes)}
    files[MANIFEST] = manifest({"version": publication.version}, files)
    files[SIGNATURE] = Signer(b"test").sign(files[MANIFEST])
    entry = ReleaseEntry(
        version=publication.version,
        issued=publication.issued,
        digest=kept.manifest_digest(files),
        synthetic=publication.synthetic,
        positions=publication.positions,
        changes=changes,
    )
    kept.add_release(connection, entry, files, Memory.empty())
