"""What can go wrong, as exceptions: every fault that the service told, in the language chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from lmis_client.documents import FaultEntry, Problem

Language = Literal["th", "en"]


class LmisError(Exception):
    """Anything that keeps the client from doing what it was asked."""


class Unreachable(LmisError):
    """The service gave no answer, however often it was asked."""


class NotTrusted(LmisError):
    """A release is not what its manifest or its signature says."""


class MissingExtra(LmisError):
    """A package that this needs is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"install it with: pip install 'lmis-client[{extra}]'")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong; `pointer` is a JSON pointer into the body, or `?name`."""

    pointer: str
    code: str
    text: str

    def __str__(self) -> str:
        return f"{self.pointer}: {self.text}" if self.pointer else self.text


class Refused(LmisError):
    """The service answered with a problem (RFC 9457); `faults` lists all that is wrong."""

    kind: ClassVar[str] = ""

    def __init__(
        self, status: int, title: str, faults: tuple[Fault, ...] = (), correlation_id: str = ""
    ) -> None:
        super().__init__("\n".join([f"{title} ({status})", *map(str, faults)]))
        self.status = status
        self.title = title
        self.faults = faults
        self.correlation_id = correlation_id


class Malformed(Refused):
    """The request could not be read."""

    kind = "malformed"


class Unauthenticated(Refused):
    """A valid key is needed."""

    kind = "unauthenticated"


class Forbidden(Refused):
    """The key may not do that."""

    kind = "forbidden"


class NotFound(Refused):
    """There is no such data set, version, figure or file."""

    kind = "not-found"


class Conflict(Refused):
    """The request does not fit what is there by now."""

    kind = "conflict"


class CursorExpired(Refused):
    """Live figures were made anew between two pages."""

    kind = "cursor-expired"


class TooLarge(Refused):
    """The request, or the file asked for, is too large."""

    kind = "too-large"


class Invalid(Refused):
    """Some values mean nothing for what was asked."""

    kind = "invalid"


class TooMany(Refused):
    """Wait before asking again; it would take longer than the client waits."""

    kind = "too-many"


class Unavailable(Refused):
    """The service cannot answer right now; it went on for longer than the client waits."""

    kind = "unavailable"


KINDS: Mapping[str, type[Refused]] = {found.kind: found for found in Refused.__subclasses__()}
"""By the last part of a problem's type."""
_PREFIX = "urn:lmis:problem:"


def refused(status: int, problem: Problem | None, language: Language) -> Refused:
    """The exception for an answer; `problem` is None for one that is no problem document."""
    if problem is None:
        return Refused(status, "The answer is not one of an LMIS")
    kind = KINDS.get(problem["type"].removeprefix(_PREFIX), Refused)
    title = problem["titles"].get(language) or problem["title"]
    if "detail" in problem:
        title = f"{title}: {problem['detail']}"
    faults = tuple(fault(entry, language) for entry in problem.get("errors", ()))
    return kind(status, title, faults, problem["correlation_id"])


def fault(entry: FaultEntry, language: Language) -> Fault:
    """A fault as the services write it, in one language."""
    text = entry["messages"].get(language) or entry["detail"]
    return Fault(entry["pointer"], entry["code"], text)
