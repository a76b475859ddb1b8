"""A service as it is deployed, one gunicorn over real sockets."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.kafka.local import LOOPBACK, free_port
from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.builders import a_graduate_post

ROOT = Path(__file__).parents[3]
PATH = "/ingestion/v1/graduates"
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]


@dataclass
class Served:
    """A running service, a university's key, and where keys are kept."""

    process: subprocess.Popen[bytes]
    port: int
    key: str
    logs: Path
    access: AccessStore

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    directory = tmp_path_factory.mktemp("served")
    port = free_port()
    environment = {"LMIS_DATA_DIR": str(directory), "LMIS_PORT": str(port), "LMIS_WEB_WORKERS": "1"}
    access = prepare(Settings.from_environment(environment))
    key = access.issue_key("cu").text
    logs = directory / "logs"
    with logs.open("wb") as output:
        process = subprocess.Popen(
            [*GUNICORN, "services.ingestion.app:create_app()"],
            cwd=ROOT,
            env=os.environ | environment,
            stderr=output,
        )
    wait_for(port)
    yield Served(process, port, key, logs, access)
    process.terminate()
    process.wait(30)
    access.engine.dispose()


def prepare(settings: Settings) -> AccessStore:
    """Make the databases, and register a university."""
    for name, package in (("access", "shared.access"), ("ingestion", "services.ingestion")):
        engine = make_engine(settings.database(name))
        upgrade(engine, f"{package}.migrations")
        engine.dispose()
    store = AccessStore(make_engine(settings.database("access")))
    store.add_organisation("cu", "cu", Role.UNIVERSITY)
    return store


def wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            socket.create_connection((LOOPBACK, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("gunicorn did not start")


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("has_key", [True, False])
def test_a_client_that_sends_too_much_still_sees_why(
    is_chunked: bool, has_key: bool, served: Served
) -> None:
    size = 10_000_000
    body = (b" " * 50_000 for _ in range(size // 50_000)) if is_chunked else b" " * size
    with closing(served.connect()) as connection:
        connection.request(
            "POST",
            PATH,
            body=body,
            headers=served.headers() if has_key else {},
            encode_chunked=is_chunked,
        )
        answer = connection.getresponse()
        assert answer.status == (413 if has_key else 401)
        assert json.load(answer)["status"] == answer.status


def test_json_lines_that_run_over_the_limit_are_not_cut_short(served: Served) -> None:
    line = json.dumps(a_graduate_post()).encode() + b"\n"
    headers = served.headers() | {"Content-Type": "application/x-ndjson"}
    with closing(served.connect()) as connection:
        lines = (line for _ in range(10_000_000 // len(line)))
        connection.request("POST", PATH, body=lines, headers=headers, encode_chunked=True)
        assert connection.getresponse().status == 413


def test_one_connection_carries_refusals_and_posts(served: Served) -> None:
    with closing(served.connect()) as connection:
        for body, status in ((b"{bad", 400), (b"[]", 422), (b"{}", 422)):
            connection.request("POST", PATH, body=body, headers=served.headers())
            answer = connection.getresponse()
            assert answer.status == status
            answer.read()
        post = json.dumps(a_graduate_post()).encode()
        connection.request("POST", PATH, body=post, headers=served.headers())
        assert connection.getresponse().status == 201


def test_a_key_that_is_revoked_is_refused_by_the_next_request(served: Served) -> None:
    for _ in range(5):
        key = served.access.issue_key("cu")
        headers = {"Authorization": f"Bearer {key.text}"}
        with closing(served.connect()) as connection:
            for expected in (200, 401):
                connection.request("GET", PATH, headers=headers)
                answer = connection.getresponse()
                answer.read()
                assert answer.status == expected
                served.access.revoke(key.key_id)


@pytest.mark.parametrize(
    "body",
    [
        b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"Content-Length: 100\r\n\r\n{",
        b"Content-Length: -1\r\n\r\n{}",
        b"Content-Length: ten\r\n\r\n{}",
        b"\r\n{}",
    ],
)
def test_a_body_that_breaks_off_is_the_callers_fault(body: bytes, served: Served) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    for name, value in served.headers().items():
        head += f"{name}: {value}\r\n"
    with socket.create_connection((LOOPBACK, served.port), timeout=30) as raw:
        raw.sendall(head.encode() + body)
        raw.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: raw.recv(65_536), b""))
    assert not answer.startswith(b"HTTP/1.1 5"), answer
    assert answer.startswith(b"HTTP/1.1 4") or answer == b""


def test_logs_are_json_and_name_routes_but_no_reference(served: Served) -> None:
    secret = "student-6501234"
    with closing(served.connect()) as connection:
        headers = served.headers() | {"X-Correlation-Id": "look-for-me"}
        connection.request("GET", f"{PATH}/{secret}?cursor={secret}", headers=headers)
        connection.getresponse().read()
    found = [line for line in served.logs.read_text().splitlines() if "look-for-me" in line]
    (line,) = [json.loads(line) for line in found]
    assert (line["route"], line["status"]) == ("/v1/graduates/<path:reference>", 404)
    assert secret not in served.logs.read_text()


def test_the_page_that_explains_the_api_has_all_its_files(served: Served) -> None:
    with closing(served.connect()) as connection:
        for path in ("docs", "docs/assets/swagger-ui.css", "docs/assets/docs.js", "openapi.json"):
            connection.request("GET", f"/ingestion/{path}")
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)


def test_what_is_loaded_is_spared_when_garbage_is_looked_for(tmp_path: Path) -> None:
    (tmp_path / "counting.py").write_text(
        "import gc\n"
        "def app(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [str(gc.get_freeze_count()).encode()]\n"
    )
    port = free_port()
    environment = {"LMIS_DATA_DIR": str(tmp_path), "LMIS_PORT": str(port), "LMIS_WEB_WORKERS": "1"}
    command = [*GUNICORN, "--pythonpath", str(tmp_path), "counting:app"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | environment) as process:
        try:
            wait_for(port)
            with closing(http.client.HTTPConnection(LOOPBACK, port, timeout=30)) as connection:
                connection.request("GET", "/")
                assert int(connection.getresponse().read()) > 10_000
        finally:
            process.terminate()


def test_sigterm_ends_it_cleanly(served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(30) == 0
    assert "Traceback" not in served.logs.read_text()
