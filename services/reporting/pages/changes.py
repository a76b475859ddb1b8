"""What a release changed since the one before, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.reporting.pages.language import Reader, msgid
from services.reporting.pages.numbers import number

KINDS = {
    "added": msgid("new table"),
    "removed": msgid("table gone"),
}
COUNTS = {
    "cells_new": msgid("{count} new cells"),
    "cells_gone": msgid("{count} cells gone"),
    "figures_revised": msgid("{count} figures revised"),
}
LISTS = {
    "dimensions_added": msgid("new dimensions: {names}"),
    "dimensions_removed": msgid("dimensions gone: {names}"),
    "indicators_added": msgid("new indicators: {names}"),
    "indicators_removed": msgid("indicators gone: {names}"),
}
METHODS = {
    "method": msgid("Method"),
    "models": msgid("Models"),
    "taxonomies": msgid("Classifications"),
}


def told(changes: Mapping[str, Any], reader: Reader) -> Iterator[tuple[str, str]]:
    """The list of changes (`publication.comparing`): what changed, and how."""
    for name, change in changes.get("methods", {}).items():
        both = (_versions(change[when]) for when in ("before", "after"))
        yield reader.say(METHODS[name]), reader.say("{before} became {after}", **_pair(both))
    for name, change in changes.get("data_sets", {}).items():
        yield name, ", ".join(_of_table(change, reader))


def _of_table(change: Mapping[str, Any], reader: Reader) -> Iterator[str]:
    kind = change["change"]
    if kind in KINDS:
        yield reader.say(KINDS[kind])
    for name, text in LISTS.items():
        if name in change:
            yield reader.say(text, names=", ".join(change[name]))
    for name, text in COUNTS.items():
        if name in change:
            yield reader.say(text, count=number(change[name]))


def _pair(both: Iterator[str]) -> dict[str, str]:
    return dict(zip(("before", "after"), both, strict=True))


def _versions(kept: Any) -> str:
    """`indicators-2`, or `isco ISCO-08; levels …` of several."""
    if isinstance(kept, Mapping):
        return "; ".join(f"{name} {', '.join(versions)}" for name, versions in kept.items())
    return str(kept)
