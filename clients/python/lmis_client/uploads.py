"""Posting records chunk by chunk: what was accepted before a crash is not posted again."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from lmis_client.chunks import MOST_BYTES, MOST_RECORDS, Chunk, Record, chunks
from lmis_client.connection import Connection
from lmis_client.documents import Outcomes
from lmis_client.journal import ChunkOutcome, Journal
from lmis_client.problems import Fault, Invalid, fault
from lmis_client.routes import Route


@dataclass(frozen=True)
class RowFault:
    """A record that was refused; `index` is its place among those posted, from 0.

    `faults` are empty where so many were refused that the service did not list them all.
    """

    index: int
    reference: str | None
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Upload:
    """What became of the records so far; `resumed` of them were accepted by an earlier run."""

    records: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    invalid: int = 0
    resumed: int = 0
    faults: tuple[RowFault, ...] = field(default=(), repr=False)


Progress = Callable[[Upload], None]


@dataclass(frozen=True)
class Sizes:
    """How much is posted at once."""

    records: int = MOST_RECORDS
    bytes: int = MOST_BYTES


def upload(
    connection: Connection,
    route: Route[Outcomes],
    records: Iterable[Record],
    journal: Path | None = None,
    progress: Progress | None = None,
    sizes: Sizes | None = None,
) -> Upload:
    """Post all records; the faulty ones are told, the others kept.

    Raises:
        Refused: the service takes nothing from this caller, or answers no more.
    """
    sizes = sizes or Sizes()
    kept = Journal(journal, _identity(connection, route)) if journal else None
    done = Upload()
    for chunk in chunks(records, sizes.records, sizes.bytes):
        known = kept.accepted.get(chunk.digest) if kept else None
        outcome = known or _posted(connection, route, chunk)
        if kept and known is None:
            kept.accept(chunk.digest, outcome)
        done = _with(done, chunk, outcome, is_resumed=known is not None)
        if progress:
            progress(done)
    if kept:
        kept.finish()
    return done


def _posted(connection: Connection, route: Route[Outcomes], chunk: Chunk) -> ChunkOutcome:
    try:
        answer = connection.post(route, chunk.body)
    except Invalid as problem:
        return _all_invalid(chunk, problem)
    faults = {
        str(place): [fault(entry, connection.language) for entry in result.get("errors", [])]
        for place, result in enumerate(answer["results"])
        if result["status"] == "invalid"
    }
    return ChunkOutcome(
        answer["created"], answer["updated"], answer["unchanged"], answer["invalid"], faults
    )


def _all_invalid(chunk: Chunk, problem: Invalid) -> ChunkOutcome:
    """When not one record is valid the service answers with a problem: `/12/reference` is wrong.

    It lists so many faults at most; records without one are refused all the same.
    """
    faults: dict[str, list[Fault]] = {str(place): [] for place in range(len(chunk.references))}
    for found in problem.faults:
        place, _, pointer = found.pointer.removeprefix("/").partition("/")
        if place not in faults:
            raise problem  # it is about the request, not about its records
        faults[place].append(replace(found, pointer=f"/{pointer}" if pointer else ""))
    return ChunkOutcome(0, 0, 0, len(faults), faults)


def _with(done: Upload, chunk: Chunk, outcome: ChunkOutcome, is_resumed: bool) -> Upload:
    """The upload with one chunk more."""
    size = len(chunk.references)
    refused = [
        RowFault(chunk.first + int(place), chunk.references[int(place)], tuple(faults))
        for place, faults in outcome.faults.items()
    ]
    return replace(
        done,
        records=done.records + size,
        created=done.created + outcome.created,
        updated=done.updated + outcome.updated,
        unchanged=done.unchanged + outcome.unchanged,
        invalid=done.invalid + outcome.invalid,
        resumed=done.resumed + (size if is_resumed else 0),
        faults=(*done.faults, *refused),
    )


def _identity(connection: Connection, route: Route[Outcomes]) -> Mapping[str, str]:
    """To whom, as whom and what: what one organisation posted is not there for another."""
    key = hashlib.sha256((connection.key or "").encode()).hexdigest()[:16]
    return {"to": connection.base_url, "path": route.path, "key": key}
