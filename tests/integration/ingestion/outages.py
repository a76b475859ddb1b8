"""Parts that can be taken away and given back: a log, and the way to a server."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator, Sequence

from shared.bus.log import Consumer, Log, LogUnavailable, Record, TopicSettings
from shared.contracts import Message


class LogThatMayBeAway:
    """A log that raises LogUnavailable while `away`."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.away = False

    def create_topics(self, topics: Sequence[TopicSettings]) -> None:
        self._here().create_topics(topics)

    def append(self, messages: Sequence[Message]) -> None:
        self._here().append(messages)

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        return self._here().subscribe(group, topics)

    def replay(self, topics: Sequence[str]) -> Iterator[Record]:
        return self._here().replay(topics)

    def lag(self, group: str, topics: Sequence[str]) -> int:
        return self._here().lag(group, topics)

    def close(self) -> None:
        self._log.close()

    def _here(self) -> Log:
        if self.away:
            raise LogUnavailable("away")
        return self._log


class Gate:
    """A way to a server on loopback; shutting it cuts who is connected and lets nobody in."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open = threading.Event()
        self._open.set()
        self._ended = threading.Event()
        self._pipes: set[socket.socket] = set()
        threading.Thread(target=self._let_in, daemon=True).start()

    def shut(self) -> None:
        self._open.clear()
        for pipe in tuple(self._pipes):
            _hang_up(pipe)

    def reopen(self) -> None:
        self._open.set()

    def close(self) -> None:
        self._ended.set()
        self.shut()
        _hang_up(self._listener)

    def _let_in(self) -> None:
        while not self._ended.is_set():
            with contextlib.suppress(OSError):
                client, _ = self._listener.accept()
                if not self._open.is_set():
                    client.close()
                    continue
                threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._server) as server:
            other = {client: server, server: client}
            self._pipes |= other.keys()
            with contextlib.suppress(OSError), selectors.DefaultSelector() as selector:
                for pipe in other:
                    selector.register(pipe, selectors.EVENT_READ)
                while all(_move(key.fileobj, other) for key, _ in selector.select()):
                    pass
            self._pipes -= other.keys()


def _move(source: object, other: dict[socket.socket, socket.socket]) -> bool:
    assert isinstance(source, socket.socket)
    found = source.recv(65_536)
    other[source].sendall(found)
    return bool(found)


def _hang_up(pipe: socket.socket) -> None:
    with contextlib.suppress(OSError):
        pipe.shutdown(socket.SHUT_RDWR)
    pipe.close()
