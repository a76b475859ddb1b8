"""The log a setting names."""

from shared.bus.log import Log
from shared.bus.memory import MemoryLog
from shared.bus.sqlite_log import SqliteLog


def open_log(url: str, *, replication: int = 1) -> Log:
    """`sqlite:///path`, `kafka://host:port,…` or `memory://`; ValueError for anything else."""
    scheme, _, rest = url.partition("://")
    if scheme == "kafka" and rest:
        from shared.bus.kafka import KafkaLog  # the embedded form never loads the driver

        return KafkaLog(rest, replication_factor=replication)
    if scheme == "sqlite" and rest.startswith("/"):
        return SqliteLog(rest.removeprefix("/"))
    if scheme == "memory":
        return MemoryLog()
    raise ValueError(f"not a log: {url!r}; expected sqlite:///path, kafka://host:port or memory://")
