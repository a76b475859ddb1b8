"""What is wrong, as the services tell it (RFC 9457)."""

from typing import NotRequired, TypedDict


class FaultEntry(TypedDict):
    """One thing that is wrong; `messages` by language."""

    pointer: str
    code: str
    detail: str
    messages: dict[str, str]


class Problem(TypedDict):
    """Why a request was refused; `titles` by language."""

    type: str
    title: str
    titles: dict[str, str]
    detail: NotRequired[str]
    correlation_id: str
    errors: NotRequired[list[FaultEntry]]
