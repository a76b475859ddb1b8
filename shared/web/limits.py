"""How often a key, or an address without one, may call: 429 beyond that, and headers before.

The limits are of a service as a whole; each of its web processes counts its share by itself.
"""

import re
from collections.abc import Hashable
from ipaddress import IPv6Address, ip_address

from flask import Flask, Response, g, request

from shared.settings import Settings
from shared.web.problem import Problem
from shared.web.quota import WINDOW_SECONDS, Quota, Standing

_NETWORK = 64  # bits of an IPv6 address that one subscriber has alone
_PORT = re.compile(r"^([0-9.]+):\d+$|^\[([^]]*)\](?::\d+)?$")  # some proxies add it


class Limits:
    """The quotas of one web process."""

    def __init__(self, settings: Settings) -> None:
        workers = settings.web_workers
        self._keys = _share("key", settings.rate_limit, workers)
        self._addresses = _share("address", settings.public_rate_limit, workers)
        self._failures = _share("failed-key", settings.failed_key_limit, workers)

    def count_key(self, key_id: str) -> None:
        """Count a request by a key, or refuse it."""
        _take(self._keys, key_id)

    def count_address(self) -> None:
        """Count a request without a valid key by its address, or refuse it.

        An address of this machine is not limited: behind it is the operator, or a proxy that
        LMIS_TRUSTED_PROXIES does not count, and everybody would share one quota.
        """
        address = _address()
        if address is not None:
            _take(self._addresses, address)

    def check_failures(self, key_id: str) -> None:
        """Refuse to try a key that failed too often from this address."""
        if self._failures is not None:
            standing = self._failures.look((_address(), key_id))
            if not standing.is_within:
                _refuse_beyond(standing)

    def count_failure(self, key_id: str) -> None:
        """Count that a key from this address was none."""
        if self._failures is not None:
            self._failures.take((_address(), key_id))


def announce(app: Flask) -> None:
    """Say in each answer how its caller stands, as draft-ietf-httpapi-ratelimit-headers-10 does."""

    @app.after_request
    def state(response: Response) -> Response:
        standing: Standing | None = g.get("standing")
        if standing is not None:
            name, window = standing.quota, int(WINDOW_SECONDS)
            response.headers["RateLimit-Policy"] = f'"{name}";q={standing.amount};w={window}'
            response.headers["RateLimit"] = f'"{name}";r={standing.remaining};t={standing.whole_in}'
        return response


def _share(name: str, amount: int, workers: int) -> Quota | None:
    return Quota(name, max(amount // workers, 1)) if amount else None


def _take(quota: Quota | None, who: Hashable) -> None:
    if quota is not None:
        _refuse_beyond(quota.take(who))


def _refuse_beyond(standing: Standing) -> None:
    g.standing = standing
    if not standing.is_within:
        raise Problem("rate-limited", headers={"Retry-After": str(standing.next_in)})


def _address() -> str | None:
    """Whom to count an anonymous request for; None for this machine itself."""
    stated = _PORT.sub(r"\1\2", request.remote_addr or "")
    if ":" not in stated:
        return None if stated.startswith("127.") or not stated else stated
    try:
        found = ip_address(stated.partition("%")[0])
    except ValueError:
        return stated
    return _of_ipv6(found) if isinstance(found, IPv6Address) else stated


def _of_ipv6(found: IPv6Address) -> str | None:
    mapped = found.ipv4_mapped
    if found.is_loopback or (mapped is not None and mapped.is_loopback):
        return None
    return str(mapped or IPv6Address(int(found) >> _NETWORK << _NETWORK))
