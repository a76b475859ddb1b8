"""Posted records, and what becomes of them."""

from typing import Literal, NotRequired, TypedDict

from lmis_client.documents.problems import FaultEntry


class PostedRecord(TypedDict):
    """What every graduate and every vacancy has; the rest is for the services to check."""

    reference: str


class RecordOutcome(TypedDict):
    """What became of one posted record."""

    status: Literal["created", "updated", "unchanged", "invalid"]
    reference: NotRequired[str]
    record: NotRequired[str]
    version: NotRequired[int]
    errors: NotRequired[list[FaultEntry]]


class Outcomes(TypedDict):
    """One result per posted record, in the order posted."""

    created: int
    updated: int
    unchanged: int
    invalid: int
    results: list[RecordOutcome]
