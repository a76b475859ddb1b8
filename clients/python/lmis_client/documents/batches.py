"""Uploaded files, and what becomes of them."""

from typing import Literal, TypedDict


class BatchCounts(TypedDict):
    """read = created + updated + unchanged + rejected."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    warned: int


class BatchFailure(TypedDict):
    """Why the file, or its rest, could not be read."""

    row: int | None
    code: str
    detail: str


class Batch(TypedDict):
    """An uploaded file."""

    id: str
    kind: str
    profile: str
    name: str
    dry_run: bool
    state: Literal["open", "received", "processing", "finished", "failed", "cancelled"]
    received_bytes: int
    same_as: str | None
    progress: float
    counts: BatchCounts
    failure: BatchFailure | None
    finished_at: str | None


class HeldContent(TypedDict):
    """How much of a file is there."""

    received_bytes: int
    complete: bool


class Wanted(TypedDict):
    """What is said of a file before it comes."""

    kind: Literal["graduates", "vacancies"]
    profile: str
    name: str
    dry_run: bool
    as_of: str | None
    size: int | None
    sha256: str | None
