"""What becomes of posted records."""

from typing import Literal, NotRequired, TypedDict


class FaultEntry(TypedDict):
    pointer: str
    code: str
    detail: str
    messages: dict[str, str]


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
