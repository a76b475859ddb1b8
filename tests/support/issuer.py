"""A small OpenID Connect issuer on loopback: it describes itself, shows its keys, signs tokens."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, Key

AUDIENCE = "https://lmis.example"


class SmallIssuer:
    """Signs with `key`; `shown` are the keys in its key set, `asked` counts requests by path."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.key: Key = ec_key("first")
        self.shown: list[Key] = [self.key]
        self.metadata: Any = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
        self.asked: dict[str, int] = {}

    def rotate(self) -> None:
        """Sign with a new key, and show only that."""
        self.key = ec_key(f"key-{time.monotonic_ns()}")
        self.shown = [self.key]

    def page(self, path: str) -> Any:
        """What stands at a path; None for nothing."""
        self.asked[path] = self.asked.get(path, 0) + 1
        keys = [key.as_dict(private=False) for key in self.shown]
        pages = {"/.well-known/openid-configuration": self.metadata, "/keys": {"keys": keys}}
        return pages.get(path.partition("?")[0])

    def token(
        self,
        header: dict[str, Any] | None = None,
        key: Key | None = None,
        without: tuple[str, ...] = (),
        **claims: Any,
    ) -> str:
        """A token that is valid for five minutes unless what is given spoils it."""
        now = int(time.time())
        stated = {"iss": self.url, "aud": AUDIENCE, "sub": "somchai", "iat": now, "exp": now + 300}
        stated |= {"organisation": "cu", "roles": ["university"], **claims}
        for name in without:
            del stated[name]
        signer = key or self.key
        head = {"alg": "ES256", "kid": signer.kid} | (header or {})
        kept = {name: value for name, value in head.items() if value is not None}
        return jwt.encode(kept, stated, signer, algorithms=[head["alg"]])


def ec_key(kid: str) -> Key:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig"})


@contextmanager
def small_issuer() -> Iterator[SmallIssuer]:
    """An issuer that answers until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = issuer.page(self.path)
            body = page if isinstance(page, bytes) else json.dumps(page).encode()
            self.send_response(404 if page is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer = SmallIssuer(server.server_port)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield issuer
        server.shutdown()
        thread.join(10)
