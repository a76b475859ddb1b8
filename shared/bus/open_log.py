"""The log a setting names."""

from pathlib import Path

from shared.bus.log import Log
from shared.bus.memory import MemoryLog
from shared.bus.sqlite_log import SqliteLog


def open_log(url: str, *, replication: int = 1, member: str | None = None) -> Log:
    """`sqlite:///path`, `kafka://host:port,…` or `memory://`; ValueError for anything else."""
    scheme, _, rest = url.partition("://")
    if scheme == "kafka" and rest:
        from shared.bus.kafka import KafkaLog  # the embedded form never loads the driver

        return KafkaLog(rest, replication_factor=replication, instance_id=member)
    if scheme == "sqlite":
        return SqliteLog(sqlite_path(url))
    if scheme == "memory":
        return MemoryLog()
    raise ValueError(f"not a log: {url!r}; expected sqlite:///path, kafka://host:port or memory://")


def sqlite_path(url: str) -> Path:
    """The file of `sqlite:///relative` or `sqlite:////absolute`; ValueError for anything else."""
    _, prefix, path = url.partition("sqlite:///")
    if not prefix or not path:
        raise ValueError(f"not an SQLite log: {url!r}")
    return Path(path)
