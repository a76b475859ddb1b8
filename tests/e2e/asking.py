"""What the whole-way tests ask of a running system, and wait for."""

import json
from collections.abc import Iterable

from shared.bus.log import Record
from tests.e2e.figures import to_five, totals
from tests.e2e.kept import counted
from tests.e2e.posting import (
    Organisation,
    Posted,
)
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem

NOUNS = ("graduates", "vacancies")
OPEN: dict[str, dict[str, None]] = {"graduates": {}, "vacancies": {"closed_on": None}}


def in_facts(system: RunningSystem, region: str, noun: str) -> int:
    """Graduates who studied, or vacancies that are not closed, in the region."""
    if noun == "graduates":
        return counted(system, noun, study_region=region)
    return counted(system, noun, region=region, closed_on=None)


def wait_for(system: RunningSystem, region: str, noun: str, count: int) -> None:
    eventually(lambda: in_facts(system, region, noun) == count, what=f"{count} {noun} in {region}")


def wait_told(system: RunningSystem, noun: str) -> float:
    """Until the live figures tell, to 5, how many there are in all; as how many.

    A region may stay hidden for the sake of another whose first records came before its others.
    """
    place = NOUNS.index(noun)
    count = to_five(counted(system, noun, **OPEN[noun]))
    eventually(lambda: totals(system)[place] == count, what=f"{noun} told as {count}")
    return count


def matched(organisation: Organisation, path: str) -> Posted:
    """What matching answers the organisation."""
    answer = organisation.matched(path)
    assert answer.status == 200, answer.text()
    said: Posted = answer.json()
    return said


def coded_as(organisation: Organisation, path: str, code: str) -> Posted | None:
    """What the door has heard of a record's coding, when that is its occupation."""
    coding: Posted | None = organisation.kept(path).json()["coding"]
    return coding if coding and coding["occupation"]["code"] == code else None


def done(correction: Posted) -> Posted | None:
    return correction if correction["recoding"] == "done" else None


def ranked(organisation: Organisation, path: str, *, reference: str) -> Posted:
    matches = {match["reference"]: match for match in matched(organisation, path)["vacancies"]}
    found: Posted = matches[reference]
    return found


def correlation_ids(records: Iterable[Record]) -> set[str | None]:
    return {record.headers.get("ce_correlationid") for record in records}


def types_taken(system: RunningSystem, mark: str) -> set[str]:
    """Types of the events that the workers of matching and reporting logged under the id."""
    texts = "".join(system.log_of_worker(service) for service in ("matching", "reporting"))
    found = [json.loads(line) for line in texts.splitlines() if mark in line]
    return {line["type"] for line in found if line["message"] == "events taken"}
