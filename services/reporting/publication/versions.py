"""Which release a caller means: `latest`, `live`, `2.1.0`, or a pin such as `2.*`."""

import re
from collections.abc import Iterable

from services.reporting.data_sets.publication import LIVE

LATEST = "latest"
_VERSION = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
_PIN = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){0,2}(?:\.\*)?")

Version = tuple[int, int, int]


class NoSuchVersion(LookupError):
    """No release answers to this version or pin."""


def parsed(version: str) -> Version:
    """`1.2.0` -> (1, 2, 0). ValueError for anything else."""
    found = _VERSION.fullmatch(version)
    if not found:
        raise ValueError(f"{version!r} is not a version of three numbers")
    major, minor, patch = map(int, found.groups())
    return major, minor, patch


def is_version(text: str) -> bool:
    """Whether the text is a version of three numbers."""
    return bool(_VERSION.fullmatch(text))


def is_pin(text: str) -> bool:
    """Whether the text could name a version at all."""
    return text in (LATEST, LIVE) or bool(_PIN.fullmatch(text))


def resolve(pin: str, versions: Iterable[str]) -> str:
    """The newest version that the pin allows; before the first release `latest` is `live`.

    `2.*` and `2` stand for every 2.x.y, `2.1.*` for every 2.1.y.

    Raises:
        NoSuchVersion: there is none.
    """
    if pin == LIVE:
        return LIVE
    known = sorted(versions, key=parsed)
    if pin == LATEST:
        return known[-1] if known else LIVE
    stated = pin.removesuffix(".*").split(".")
    fitting = [version for version in known if version.split(".")[: len(stated)] == stated]
    if not is_pin(pin) or not fitting:
        raise NoSuchVersion(pin)
    return fitting[-1]
