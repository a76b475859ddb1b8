"""Serving the embedded system with gunicorn: one worker process, so one set of loops."""

from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from deploy.embedded.system import System
from shared.bus.open_log import sqlite_path
from shared.bus.sqlite_log import SqliteLog
from shared.garbage import spare_loaded
from shared.settings import Settings

THREADS = 8


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    """gunicorn around a `System` that lives and ends with the worker process.

    `started` is called in the worker once requests are answered, with the system.
    """

    def __init__(self, settings: Settings, started: Callable[[System], None]) -> None:
        self._settings = settings
        self._started = started
        self._system: System | None = None
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "workers": 1,
            "threads": THREADS,
            "worker_class": "gthread",
            "timeout": 60,
            "graceful_timeout": 10,
            "proc_name": "lmis",
            "loglevel": "warning",
            "post_worker_init": self._worker_ready,
            "worker_exit": self._worker_ended,
            "limit_request_line": 8190,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI app, made in the worker process."""
        log = SqliteLog(sqlite_path(self._settings.log()))
        self._system = System(self._settings, log)
        return self._system.wsgi

    def _worker_ready(self, _worker: object) -> None:
        assert self._system is not None  # noqa: S101  gunicorn loads before it calls this
        spare_loaded()
        self._system.start()
        self._started(self._system)

    def _worker_ended(self, _arbiter: object, _worker: object) -> None:
        if self._system is not None:
            self._system.stop()
