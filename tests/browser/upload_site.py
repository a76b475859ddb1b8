"""Ingestion's real app on loopback with its batch loop beside it, and keys for two callers."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from werkzeug.serving import make_server

from deploy.databases import migrate_all
from services.ingestion.app import create_app
from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.handlers import Door
from shared.access import AccessStore, Role
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.web.app import close_app
from tests.browser.site import Quiet


@dataclass(frozen=True)
class UploadSite:
    """Where the pages are, and how an organisation gets a key."""

    root: str
    access: AccessStore

    def new_key(self, organisation: str = "uni", role: Role = Role.UNIVERSITY) -> str:
        """A key of the organisation of that id."""
        self.access.add_organisation(organisation, "หน่วยงานตัวอย่าง", role)
        return self.access.issue_key(organisation).text


@contextmanager
def served_uploads(directory: Path) -> Iterator[UploadSite]:
    """The app, its loop and its keys."""
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(directory)})
    migrate_all(settings)
    access = AccessStore(make_engine(settings.database("access")))
    engine = make_engine(settings.database("ingestion"))
    door = Door(engine, settings.pseudonym_secret())
    app = create_app(settings, MemoryLog())
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    stop = threading.Event()
    loop = BatchLoop(Batches.of(door, settings))
    threads = [
        threading.Thread(target=server.serve_forever),
        threading.Thread(target=loop.run, args=(stop,)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield UploadSite(f"http://127.0.0.1:{server.server_port}", access)
    finally:
        stop.set()
        server.shutdown()
        for thread in threads:
            thread.join()
        server.server_close()
        close_app(app)
        engine.dispose()
        access.engine.dispose()
