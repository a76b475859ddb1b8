"""Opens kafka-python's clients the way this system uses them; used by the other Kafka modules."""

from collections.abc import Callable
from typing import Any

from kafka import KafkaConsumer
from kafka.errors import KafkaError
from kafka.net.compat import KafkaNetClient

from shared.bus.log import LogUnavailable


def connection(bootstrap_servers: str, request_timeout: float) -> dict[str, Any]:
    """What every client is told about the cluster; seconds."""
    return {
        "bootstrap_servers": bootstrap_servers.split(","),
        "bootstrap_timeout_ms": milliseconds(request_timeout),
        "request_timeout_ms": milliseconds(request_timeout),
        # The default of 30 s would keep a client away long after the broker is back.
        "reconnect_backoff_max_ms": 1000,
    }


def open_client(make: Callable[..., Any], **configuration: Any) -> Any:
    """`make(**configuration)`; raises LogUnavailable when the cluster does not answer.

    A constructor of kafka-python 3.0.12 that fails leaves its sockets and thread behind, so the
    network client under it is made here, where it can be closed.
    """
    opened: list[KafkaNetClient] = []

    def remember(**settings: Any) -> KafkaNetClient:
        opened.append(KafkaNetClient(**settings))
        return opened[-1]

    try:
        return make(kafka_client=remember, **configuration)
    except KafkaError as error:
        for client in opened:
            client.close()
        raise LogUnavailable(str(error)) from error


def broker_release(bootstrap_servers: str, timeout: float) -> str:
    """The release that a ready broker resembles, such as "4.3"; raises LogUnavailable."""
    client = open_client(KafkaConsumer, **connection(bootstrap_servers, timeout))
    client.close()
    return ".".join(str(part) for part in client.config["api_version"])


def milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
