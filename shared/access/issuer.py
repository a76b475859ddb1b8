"""The public keys that an OpenID Connect issuer signs its tokens with, kept fresh.

They are looked up by OpenID Connect Discovery 1.0 and kept for ten minutes. A key that is not among
them is looked for anew, at most twice a minute, however many tokens name it: so a rotated key is
known soon, and nobody makes this system hammer its issuer.
"""

import json
import logging
import threading
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

log = logging.getLogger(__name__)

FRESH_SECONDS = 600.0
KEPT_SECONDS = 3600.0
PAUSE_SECONDS = 30.0
_TIMEOUT_SECONDS = 5.0
_LARGEST = 1024 * 1024
_KINDS: Mapping[str, type[RSAKey] | type[ECKey] | type[OKPKey]] = {
    "RSA": RSAKey,
    "EC": ECKey,
    "OKP": OKPKey,
}
_LEAST_RSA_DIGITS = 342  # of 2048 bits in base 64

Fetch = Callable[[str], Any]


class IssuerAway(Exception):
    """The issuer's keys cannot be had now."""


class UnknownSigningKey(Exception):
    """The issuer has no such key."""


class Issuer:
    """The keys of one issuer; `fetch` gives what stands at a URL as JSON, or raises IssuerAway."""

    def __init__(
        self,
        url: str,
        fetch: Fetch | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url
        self._fetch = fetch or fetch_json
        self._clock = clock
        self._lock = threading.Lock()
        self._keys: dict[str | None, Key] = {}
        self._fetched_at = self._tried_at = float("-inf")

    def key(self, kid: str | None) -> Key:
        """The key of this id; without an id the issuer's only one.

        Raises:
            UnknownSigningKey: the issuer has no such key.
            IssuerAway: that cannot be found out now.
        """
        if not self._is_known(kid, FRESH_SECONDS):
            with self._lock:
                self._look_again(kid)
        if self._is_known(kid, KEPT_SECONDS):
            return self._keys[kid]
        if self._fetched_at < self._tried_at:
            raise IssuerAway(self.url)
        raise UnknownSigningKey(kid)

    def _is_known(self, kid: str | None, age: float) -> bool:
        return kid in self._keys and self._clock() < self._fetched_at + age

    def _look_again(self, kid: str | None) -> None:
        now = self._clock()
        if self._is_known(kid, FRESH_SECONDS) or now < self._tried_at + PAUSE_SECONDS:
            return  # another thread just looked
        try:
            self._keys = self._fetched()
            self._fetched_at = now
        except IssuerAway as error:
            log.warning("the issuer's keys could not be read", exc_info=error)
        self._tried_at = now

    def _fetched(self) -> dict[str | None, Key]:
        metadata = self._fetch(f"{self.url.rstrip('/')}/.well-known/openid-configuration")
        try:
            if metadata["issuer"] != self.url:
                raise IssuerAway(f"{self.url} calls itself {metadata['issuer']}")
            return signing_keys(self._fetch(metadata["jwks_uri"]))
        except (KeyError, TypeError, AttributeError) as error:
            raise IssuerAway(f"{self.url} does not describe itself") from error


def signing_keys(jwks: Mapping[str, Any]) -> dict[str | None, Key]:
    """Key id -> public key of those keys of a set that tokens may be signed with; None -> the only.

    A key that cannot be read, is too short, or is for something else is passed over.
    """
    found: dict[str | None, Key] = {}
    for stated in jwks["keys"]:
        key = _signing_key(stated)
        if key is not None:
            found[stated.get("kid")] = key
    if len(found) == 1:
        found[None] = next(iter(found.values()))
    else:
        found.pop(None, None)
    return found


def _signing_key(stated: Mapping[str, Any]) -> Key | None:
    kind = _KINDS.get(stated.get("kty", ""))
    if kind is None or stated.get("use", "sig") != "sig":
        return None
    if kind is RSAKey and len(str(stated.get("n"))) < _LEAST_RSA_DIGITS:
        return None
    try:
        return kind.import_key(dict(stated))
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def is_trustworthy(url: str) -> bool:
    """Whether what is read there comes from there: over TLS, or from this machine."""
    try:
        parts = urlsplit(url)
        plain = parts.username is None and not parts.fragment
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return plain and bool(host)
    return plain and parts.scheme == "http" and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def fetch_json(url: str) -> Any:
    """What stands at a URL, decoded; redirects are not followed.

    Raises:
        IssuerAway: it cannot be had, is not JSON, or is not trustworthy.
    """
    if not is_trustworthy(url):
        raise IssuerAway(f"{url} is neither https nor on this machine")
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection = _connection(parts)
        try:
            connection.request("GET", target, headers={"Accept": "application/json"})
            answer = connection.getresponse()
            body = answer.read(_LARGEST + 1)
        finally:
            connection.close()
    except (OSError, HTTPException, ValueError) as error:
        raise IssuerAway(url) from error
    if answer.status != 200 or len(body) > _LARGEST:
        raise IssuerAway(f"{url} answered {answer.status} with {len(body)} bytes")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise IssuerAway(f"{url} does not answer with JSON") from error


def _connection(parts: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS)
