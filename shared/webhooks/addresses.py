"""Where a webhook may go: out into the internet, and inside only where the operator says so.

Without this, whoever may register an alert could have us knock at doors behind our firewall
(OWASP: server-side request forgery). Names are looked up when a message is sent, because what a
name means may have changed since it was registered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from urllib.parse import SplitResult, urlsplit

from shared.settings import SettingsError
from shared.web.faults import Fault, fault

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
_VISIBLE = re.compile(r"[!-~]+")
_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291; fec0::/10 and ::/96 were for other ends
_INTO_IPV4 = IPv6Network("2002::/16")  # RFC 3056


@dataclass(frozen=True)
class Reach:
    """The hosts and networks that webhooks may reach though they are not public."""

    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    @classmethod
    def of(cls, stated: str) -> "Reach":
        """From LMIS_WEBHOOK_HOSTS: names, addresses and networks separated by commas.

        Raises:
            SettingsError: naming what is none of these.
        """
        parts = [part.strip().lower() for part in stated.split(",") if part.strip()]
        networks = {part: _network(part) for part in parts}
        hosts = frozenset(part for part, network in networks.items() if network is None)
        for host in hosts:
            if not _HOST.fullmatch(host):
                raise SettingsError(f"LMIS_WEBHOOK_HOSTS: {host!r} is neither host nor network")
        return cls(hosts, tuple(network for network in networks.values() if network is not None))

    def names(self, host: str) -> bool:
        """Whether the operator named this host or its literal address."""
        address = literal(host)
        return host.lower() in self.hosts or (address is not None and self._holds(address))

    def allows(self, host: str, address: Address) -> bool:
        """Whether a message to `host` may go to this address of it."""
        return self.names(host) or self._holds(address) or is_public(address)

    def _holds(self, address: Address) -> bool:
        return any(address in network for network in self.networks)


def is_public(address: Address) -> bool:
    """Whether the address is one of the internet's, and not a tunnel into IPv4."""
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not address.is_multicast and address not in _INTO_IPV4


def literal(host: str) -> Address | None:
    """The address that a host is written as, if it is."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def url_faults(url: str, reach: Reach) -> Iterator[Fault]:
    """What keeps messages from going to this URL, as far as it can be told without a look-up."""
    parts = _parts(url)
    if parts is None:
        yield fault("webhook_form")
        return
    host = parts.hostname or ""
    if parts.scheme == "http" and not reach.names(host):
        yield fault("webhook_https")
    address = literal(host)
    if address is not None and not reach.allows(host, address):
        yield fault("webhook_place")


def _parts(url: str) -> SplitResult | None:
    """The parts of an absolute http(s) URL without credentials and fragment."""
    try:
        parts = urlsplit(url)
        plain = parts.username is None and not parts.fragment and parts.port != 0
    except ValueError:
        return None
    is_web = parts.scheme in ("https", "http") and bool(parts.hostname)
    return parts if plain and is_web and _VISIBLE.fullmatch(url) else None


def _network(text: str) -> Network | None:
    try:
        return ip_network(text)
    except ValueError:
        return None
