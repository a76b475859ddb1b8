"""What the tests of this run really used, and what that could not check."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

_USED = pytest.StashKey[dict[str, str]]()
_UNCHECKED = pytest.StashKey[list[str]]()
_MEASURED = pytest.StashKey[list[str]]()


def is_hidden(part: str) -> bool:
    """Whether LMIS_TEST_WITHOUT ("java,postgres") says to do as if `part` were not installed."""
    return part in os.environ.get("LMIS_TEST_WITHOUT", "").split(",")


def note_part(config: pytest.Config, name: str, description: str) -> None:
    """Have the summary say that the tests used this part."""
    config.stash.setdefault(_USED, {})[name] = description


def note_unchecked(config: pytest.Config, what: str) -> None:
    """Have the summary say that the parts at hand could not check this."""
    config.stash.setdefault(_UNCHECKED, []).append(what)


def note_measured(config: pytest.Config, what: str) -> None:
    """Have the summary show a figure that a test measured."""
    config.stash.setdefault(_MEASURED, []).append(what)


def handed_over(config: pytest.Config) -> dict[str, Any]:
    """What one of several test processes noted, for the one that prints the summary."""
    return {
        "used": config.stash.get(_USED, {}),
        "unchecked": config.stash.get(_UNCHECKED, []),
        "measured": config.stash.get(_MEASURED, []),
    }


def take_over(config: pytest.Config, noted: Mapping[str, Any]) -> None:
    """Add what another test process noted; what several could not check is said once."""
    for name, description in noted["used"].items():
        note_part(config, name, description)
    for what in noted["unchecked"]:
        if what not in config.stash.get(_UNCHECKED, []):
            note_unchecked(config, what)
    for what in noted["measured"]:
        note_measured(config, what)


def summary(config: pytest.Config) -> Iterator[str]:
    """The lines of the section "real parts used"."""
    used = config.stash.get(_USED, {})
    yield f"Python      {platform.python_version()}"
    yield f"SQLite      {sqlite3.sqlite_version}"
    for name in ("PostgreSQL", "Kafka", "Chromium"):
        yield f"{name:<12}{used.get(name, 'not needed by the tests that ran')}"
    unchecked = config.stash.get(_UNCHECKED, [])
    if unchecked:
        yield "not checked by this run:"
        yield from (f"  - {what}" for what in unchecked)
    measured = config.stash.get(_MEASURED, [])
    if measured:
        yield "measured by this run:"
        yield from (f"  - {what}" for what in measured)
