"""`lmis serve`: everything in one process on embedded storage."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import click

from deploy.cli.taxonomy import serve_taxonomy
from deploy.databases import migrate_all
from deploy.demonstration.keys import demonstration_keys
from deploy.demonstration.loading import load_once
from deploy.embedded.server import Server
from deploy.embedded.welcome import welcome
from deploy.topics import create_topics
from shared.bus.open_log import open_log
from shared.logs import configure_logs
from shared.settings import Settings

_LONGEST_WAIT = 15.0


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Run the three services and their loops in one process, until SIGTERM or Ctrl-C."""
    if not settings.is_embedded:
        raise click.ClickException("`lmis serve` is the embedded form; LMIS_LOG_URL names another")
    configure_logs(settings.log_level)
    serve_taxonomy(settings)
    with _only_one(settings):
        migrate_all(settings)
        log = open_log(settings.log(), replication=settings.log_replication)
        create_topics(log)
        log.close()
        keys = {}
        if settings.demonstration:
            keys = demonstration_keys(settings)
            load_once(settings)
        Server(settings, lambda system: welcome(settings, system, keys)).run()


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Refuse to serve a data directory that another process serves.

    A server that was killed leaves a worker for a moment, so the lock is waited for.
    """
    with (settings.directory() / "serve.lock").open("a") as file:
        if not _locked_within(file, _LONGEST_WAIT):
            message = f"{settings.directory()} is being served by another process"
            raise click.ClickException(message)
        yield


def _locked_within(file: IO[str], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        else:
            return True
