"""Where publications are had from: every release by version or pin, and the live figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from services.reporting.data_sets import Publication


@dataclass(frozen=True, kw_only=True)
class ReleaseEntry:
    """A release as it is listed; `digest` is the SHA-256 of its manifest, in hex.

    `changes` is the list of what differs from the release before, as `changes.json` has it.
    """

    version: str
    issued: str
    digest: str
    synthetic: bool
    positions: Mapping[str, int]
    changes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class KeptFile:
    """A file of a release, by its path in the archive."""

    path: str
    sha256: str
    size: int


class Shelf(Protocol):
    """All that was published; what it gives never changes, but for `live`."""

    def releases(self) -> Sequence[ReleaseEntry]:
        """Every release, newest first."""

    def open(self, pin: str) -> Publication:
        """The release that the pin means, or the live figures; raises NoSuchVersion."""

    def files(self, version: str) -> Sequence[KeptFile]:
        """The files of a release, manifest and signature included; raises NoSuchVersion."""

    def read(self, version: str, path: str) -> bytes:
        """One file of a release; raises NoSuchVersion, KeyError."""
