"""gunicorn for one service: threads in a few processes, on loopback unless LMIS_HOST differs."""

from shared.garbage import spare_loaded
from shared.logs import configure_logs
from shared.settings import Settings

_settings = Settings.from_environment()
bind = f"{_settings.host}:{_settings.port}"
workers = _settings.web_workers
threads = 8
worker_class = "gthread"
worker_tmp_dir = "/dev/shm"  # noqa: S108  gunicorn's heartbeat file must not wait for a disk
timeout = 60
graceful_timeout = 20
control_socket_disable = True
configure_logs(_settings.log_level)


def post_worker_init(_worker: object) -> None:
    """Called in a worker once it has loaded the app."""
    spare_loaded()
