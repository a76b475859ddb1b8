"""What a release changed of one data set, from the release's own list of changes."""

from collections.abc import Mapping
from typing import Any

from services.reporting.publication.shelf import ReleaseEntry


def changes_of(entry: ReleaseEntry, name: str) -> Mapping[str, Any]:
    """What concerns the data set: its own entry, and what concerns all of them."""
    of_tables = entry.changes.get("data_sets", {})
    common = {key: found for key, found in entry.changes.items() if key != "data_sets"}
    own = of_tables.get(name, {}) if isinstance(of_tables, Mapping) else {}
    return {"data_set": name, "version": entry.version, "changes": {**common, "data_set": own}}
