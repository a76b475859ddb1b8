"""Published figures as a reader asks for them: the live ones, and releases."""

from typing import Any
from urllib.parse import urlencode

from services.reporting.data_sets.publication import LIVE
from services.reporting.tables.compiling import TABLES
from tests.e2e.running.http import Answer, get
from tests.e2e.running.system import RunningSystem

Figure = dict[str, Any]
Figures = dict[str, Figure]
"""Indicator -> figure."""

_DIMENSIONS = {table.DEFINITION.id: table.DEFINITION.dimensions for table in TABLES}
_OWN_FACTS = ("positions", "data")
"""How often records were posted, and when."""


def ask_live(system: RunningSystem, data_set: str, **given: str) -> Answer:
    """The answer to a query, of the live figures unless `version` says otherwise."""
    query = urlencode({"version": LIVE, **given})
    return get(f"{system.reporting}/v1/data-sets/{data_set}/query?{query}")


def live_answer(system: RunningSystem, data_set: str, **given: str) -> dict[str, Any]:
    """AssertionError while there is no such member, or no live figure at all."""
    answer = ask_live(system, data_set, **given)
    assert answer.status == 200, f"{data_set} {given}: {answer.status} {answer.text()}"
    found: dict[str, Any] = answer.json()
    return found


def live(system: RunningSystem, data_set: str, **codes: str) -> Figures:
    """One cell of the live figures; everything together where no code is stated.

    KeyError when nobody is counted there.
    """
    cell = dict.fromkeys(_DIMENSIONS[data_set], "_T") | codes
    found = live_answer(system, data_set, **cell)["results"]
    if not found:
        raise KeyError(str(cell))
    figures: Figures = found[0]["figures"]
    return figures


def totals(system: RunningSystem) -> tuple[float | None, float | None]:
    """Graduates, and vacancies that are open, each to 5; None where it may not be told."""
    people, jobs = live(system, "graduate-outcomes"), live(system, "vacancies")
    return people["graduates"]["value"], jobs["vacancies"]["value"]


def to_five(count: int) -> int:
    """As a count is told."""
    return round(count / 5) * 5


def newest_record(system: RunningSystem) -> str:
    """When the newest record in the live figures was assessed; "" before there is one."""
    found: str | None = live_answer(system, "graduate-outcomes", page_size="1")["versions"]["data"]
    return found or ""


def events_told(system: RunningSystem) -> int:
    """How many events of the log the live figures are made from."""
    asked = "indicator=graduates&version=live"
    answer = get(f"{system.reporting}/v1/data-sets/graduate-outcomes/lineage?{asked}")
    assert answer.status == 200, answer.text()
    return sum(events["next_offset"] for events in answer.json()["events"])


def frozen(system: RunningSystem, on: str, version: str = "1.0.0") -> dict[str, Any]:
    """Freezes a release; its contents but for what depends on when and how often was posted.

    Those are path -> SHA-256 of every table and of the changes, and what the metadata say.
    """
    system.lmis("release", "--date", on, "--as", version)
    release = f"{system.reporting}/v1/releases/{version}"
    files = get(release).json()["files"]
    about = get(f"{release}/files/metadata.json").json()
    for name in _OWN_FACTS:
        del about["publication"][name]
    same = ("tables/", "changes")
    digests = {f["path"]: f["sha256"] for f in files if f["path"].startswith(same)}
    return {**digests, "metadata.json": about}
