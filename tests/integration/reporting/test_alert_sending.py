"""One message over real connections: what arrives, what is refused, and how long it may take."""

import datetime as dt
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import Engine

from services.reporting.alerts.evaluation import Evaluator
from shared.webhooks.addresses import Address, Reach
from shared.webhooks.sending import Outcome, Post, Sender
from shared.webhooks.signing import signature
from tests.integration.reporting.watching import SECRET, a_courier, a_database, a_release, add_alert
from tests.support.published import ShelfOf
from tests.support.receiver import Clock, Receiver, listening, reply

INSIDE = Reach.of("127.0.0.1,receiver.example")
HOST = "receiver.example"


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Engine]:
    with a_database(tmp_path) as engine:
        yield engine


def at_home(_host: str, _port: int) -> list[Address]:
    return [ip_address("127.0.0.1")]


def sent(url: str, reach: Reach = INSIDE, **options: object) -> Outcome:
    sender = Sender(reach, **{"timeout": 5.0, **options})  # type: ignore[arg-type]
    return sender(Post(url, {"Content-Type": "text/plain"}, b"hello"))


def test_an_alert_travels_from_the_release_to_its_receiver(sqlite: Engine) -> None:
    with listening(Receiver()) as receiver:
        add_alert(sqlite, url=receiver.url)
        Evaluator(sqlite, ShelfOf(a_release("1.0.0", 3.4)), Clock()).work()
        a_courier(sqlite, Sender(INSIDE), Clock()).work()
    [message] = receiver.received
    headers, event = message.headers, json.loads(message.body)
    assert message.path == "/hook?of=ministry"
    assert headers["content-type"] == "application/cloudevents+json"
    assert headers["host"] == receiver.url.split("/")[2]
    assert headers["webhook-id"] == event["id"]
    assert event["data"]["figure"]["value"] == 3.4
    stamp = int(headers["webhook-timestamp"])
    expected = signature(SECRET, event["id"], stamp, message.body)
    assert headers["webhook-signature"] == expected


@pytest.mark.parametrize("status", [200, 301, 410, 500])
def test_the_answers_status_is_the_outcome_and_no_redirect_is_followed(status: int) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        reply(handler, status, Location="/elsewhere", Retry_After="30")

    with listening(Receiver(answer)) as receiver:
        assert sent(receiver.url) == Outcome(status, retry_after=30)
    assert [message.path for message in receiver.received] == ["/hook?of=ministry"]


def test_nothing_is_sent_inside_unless_the_operator_allows_it() -> None:
    with listening(Receiver()) as receiver:
        assert sent(receiver.url, Reach()) == Outcome(failure="refused_address")
        url = receiver.url.replace("127.0.0.1", "public.example")
        assert sent(url, look_up=at_home) == Outcome(failure="refused_address")
        secure = url.replace("http:", "https:")
        assert sent(secure, Reach(), look_up=at_home) == Outcome(failure="refused_address")
    assert receiver.received == []


def test_a_name_is_looked_up_once_and_that_address_used() -> None:
    """Asked a second time, a name server could give an address inside (DNS rebinding)."""
    asked: list[str] = []

    def look_up(host: str, _port: int) -> list[Address]:
        asked.append(host)
        return [ip_address("127.0.0.1")]

    with listening(Receiver()) as receiver:
        assert sent(receiver.url.replace("127.0.0.1", HOST), look_up=look_up).status == 204
    assert asked == [HOST]
    assert receiver.received[0].headers["host"].startswith(HOST)


def test_where_one_address_does_not_answer_the_next_is_tried() -> None:
    def look_up(_host: str, _port: int) -> list[Address]:
        return [ip_address("127.0.0.2"), ip_address("127.0.0.1")]

    with listening(Receiver()) as receiver:
        assert sent(receiver.url.replace("127.0.0.1", HOST), look_up=look_up).status == 204


def test_a_host_that_is_not_there_or_not_listening_is_an_outcome() -> None:
    def nowhere(_host: str, _port: int) -> list[Address]:
        raise socket.gaierror

    assert sent("http://receiver.example/", look_up=nowhere).failure == "unknown_host"
    with socket.create_server(("127.0.0.1", 0)) as bound:
        free = bound.getsockname()[1]
    assert sent(f"http://127.0.0.1:{free}/").failure == "no_connection"


@pytest.fixture
def raw() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Starts a server that does with each connection what it is told."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        threads: list[threading.Thread] = []

        def start(serve: Callable[[socket.socket], None]) -> str:
            def run() -> None:
                with server.accept()[0] as connection:
                    serve(connection)

            threads.append(threading.Thread(target=run))
            threads[-1].start()
            return f"http://127.0.0.1:{server.getsockname()[1]}/"

        yield start
        for thread in threads:
            thread.join()


def test_a_receiver_that_never_stops_answering_is_cut_off(
    raw: Callable[[Callable[[socket.socket], None]], str],
) -> None:
    """Each byte comes soon after the last, so that no single wait is ever too long."""

    def drip(connection: socket.socket) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
            while True:
                connection.sendall(b"x")
                threading.Event().wait(0.02)
        except OSError:
            return

    assert sent(raw(drip), timeout=0.2) == Outcome(failure="timeout")


def test_a_receiver_that_is_silent_is_not_waited_for(
    raw: Callable[[Callable[[socket.socket], None]], str],
) -> None:
    done = threading.Event()
    assert sent(raw(lambda _: done.wait(5) and None), timeout=0.1).failure == "timeout"
    done.set()


def test_what_does_not_speak_http_is_an_outcome(
    raw: Callable[[Callable[[socket.socket], None]], str],
) -> None:
    url = raw(lambda connection: connection.sendall(b"220 mail.example ESMTP\r\n"))
    assert sent(url).failure in ("not_http", "no_connection")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of HOST that signs itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "receiver.pem"
    path.write_bytes(made.public_bytes(pem) + secret)
    return path


def test_a_message_goes_encrypted_to_whom_the_certificate_names(certificate: Path) -> None:
    receiver = Receiver()
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    receiver.server.socket = serving.wrap_socket(receiver.server.socket, server_side=True)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with listening(receiver):
        url = receiver.url.replace("http://127.0.0.1", f"https://{HOST}")
        assert sent(url, look_up=at_home, context=trusting).status == 204
        assert sent(url, look_up=at_home).failure == "tls"
        other = url.replace(HOST, "127.0.0.1")
        assert sent(other, look_up=at_home, context=trusting).failure == "tls"
    assert len(receiver.received) == 1
