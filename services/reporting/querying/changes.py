"""What releases changed of one data set, from each release's own list of changes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.reporting.publication.shelf import ReleaseEntry

UNCHANGED: Mapping[str, Any] = {"change": "unchanged"}


def changes_of(entry: ReleaseEntry, name: str) -> Mapping[str, Any]:
    """Against the release before it, `since`: the methods, and the data set itself."""
    return {
        "data_set": name,
        "version": entry.version,
        "since": entry.changes.get("since"),
        "methods": entry.changes.get("methods", {}),
        **_of_table(entry, name),
    }


def releases_with(releases: Sequence[ReleaseEntry], name: str) -> Iterator[ReleaseEntry]:
    """The releases that hold a data set which the first of them holds; newest first."""
    for entry in releases:
        yield entry
        if _of_table(entry, name)["change"] == "added":
            return


def _of_table(entry: ReleaseEntry, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = entry.changes.get("data_sets", {}).get(name, UNCHANGED)
    return found
