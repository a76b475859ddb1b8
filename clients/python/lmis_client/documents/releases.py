"""Releases, and what each brought."""

from typing import Any, NotRequired, TypedDict


class ReleaseSummary(TypedDict):
    """A frozen publication; `digest` is the SHA-256 of its manifest."""

    version: str
    issued: str
    synthetic: bool
    digest: str
    positions: dict[str, int]


class ReleaseList(TypedDict):
    releases: list[ReleaseSummary]


class ReleaseFile(TypedDict):
    path: str
    sha256: str
    size: int


class Release(ReleaseSummary):
    """A release with its files and what differs from the one before."""

    changes: dict[str, Any]
    files: list[ReleaseFile]


class Change(TypedDict):
    """A release came out, or what it did to one of the tables."""

    kind: str
    version: str
    issued: str
    synthetic: bool
    digest: NotRequired[str]
    data_set: NotRequired[str]
    changes: NotRequired[dict[str, Any]]


class Changes(TypedDict):
    """Changes, oldest first; `cursor` leads on from the last of them."""

    changes: list[Change]
    cursor: str | None
    more: bool
