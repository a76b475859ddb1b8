"""Sending one message over HTTP: to addresses that are allowed, once, within a bound of time.

Redirects are not followed, proxies of the environment not used, and of the answer only its
status and Retry-After are looked at.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from shared.webhooks.addresses import Address, Reach, url_faults

TIMEOUT_SECONDS = 10.0
_PORTS = {"https": 443, "http": 80}
_ADDRESSES_TRIED = 2

Failure = Literal["refused_address", "unknown_host", "timeout", "no_connection", "tls", "not_http"]
FAILURES: Mapping[Failure, str] = {
    "refused_address": "the host's address is not one that webhooks may reach",
    "unknown_host": "the host's name cannot be looked up",
    "timeout": "no answer within ten seconds",
    "no_connection": "no connection, or it broke",
    "tls": "the certificate or the encryption was not accepted",
    "not_http": "what answered did not speak HTTP",
}


@dataclass(frozen=True)
class Post:
    """A message: where to, with which headers."""

    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """The answer's status, or why there was none; `retry_after` in seconds as the answer asks."""

    status: int | None = None
    failure: Failure | None = None
    retry_after: int | None = None


Send = Callable[[Post], Outcome]
LookUp = Callable[[str, int], list[Address]]


class Unsendable(Exception):
    """The message has nowhere to go."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure: Failure = failure


def look_up(host: str, port: int) -> list[Address]:
    """The addresses of a host, in the order to try them; OSError, UnicodeError for none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(str(address[0]).partition("%")[0]) for *_, address in found]


class Sender:
    """Posts messages; `reach` says where to, `timeout` bounds a whole attempt."""

    def __init__(
        self,
        reach: Reach,
        *,
        timeout: float = TIMEOUT_SECONDS,
        context: ssl.SSLContext | None = None,
        look_up: LookUp = look_up,
    ) -> None:
        self._reach = reach
        self._timeout = timeout
        self._context = context or ssl.create_default_context()
        self._look_up = look_up

    def __call__(self, post: Post) -> Outcome:
        """Send the message once; every way it can fail is an outcome."""
        try:
            return self._sent(post, urlsplit(post.url))
        except Unsendable as error:
            return Outcome(failure=error.failure)
        except TimeoutError:
            return Outcome(failure="timeout")
        except ssl.SSLError:
            return Outcome(failure="tls")
        except OSError:
            return Outcome(failure="no_connection")
        except HTTPException:
            return Outcome(failure="not_http")

    def _sent(self, post: Post, parts: SplitResult) -> Outcome:
        host, port = parts.hostname or "", parts.port or _PORTS[parts.scheme]
        connection = HTTPConnection(host, port)
        connection.sock = self._socket(post.url, parts.scheme, host, port)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            with _cut_off_after(self._timeout, connection.sock):
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                connection.request(
                    "POST", target, post.body, {"Host": parts.netloc, **post.headers}
                )
                answer = connection.getresponse()
        finally:
            connection.close()
        return Outcome(answer.status, retry_after=_seconds(answer.headers.get("Retry-After")))

    def _socket(self, url: str, scheme: str, host: str, port: int) -> socket.socket:
        """A connection to an address that was checked: asked again, the name may mean another."""
        try:
            found = self._look_up(host, port)
        except (OSError, UnicodeError) as error:
            raise Unsendable("unknown_host") from error
        allowed = [address for address in found if self._reach.allows(host, address)]
        if not allowed or any(url_faults(url, self._reach)):
            raise Unsendable("refused_address")
        plain = _first_connection(allowed[:_ADDRESSES_TRIED], port, self._timeout)
        if scheme == "http":
            return plain
        return self._context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)


def _first_connection(addresses: list[Address], port: int, timeout: float) -> socket.socket:
    *others, last = addresses
    for address in others:
        with contextlib.suppress(OSError):
            return socket.create_connection((str(address), port), timeout)
    return socket.create_connection((str(last), port), timeout)


@contextmanager
def _cut_off_after(seconds: float, connection: socket.socket) -> Iterator[None]:
    """End the connection in time, also one that keeps answering byte by byte.

    Raises:
        TimeoutError: it came to that.
    """
    is_cut = threading.Event()

    def cut() -> None:
        is_cut.set()
        with contextlib.suppress(OSError):
            socket.socket.shutdown(connection, socket.SHUT_RDWR)  # TLS's own is not for this

    timer = threading.Timer(seconds, cut)
    timer.start()
    try:
        yield
    except (OSError, HTTPException) as error:
        if is_cut.is_set():
            raise TimeoutError from error
        raise
    else:
        if is_cut.is_set():  # headers that break off look like headers that end
            raise TimeoutError
    finally:
        timer.cancel()


def _seconds(stated: str | None) -> int | None:
    """Retry-After in seconds; its form with a date is not looked at."""
    return int(stated) if stated and stated.isascii() and stated.isdigit() else None
