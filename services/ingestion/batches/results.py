"""What is wrong with rows, kept sealed for a stated time and read back page by page."""

import zlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from services.ingestion.batches.context import Batches
from services.ingestion.batches.life import find
from services.ingestion.batches.sealing import BatchKey, KeyLost
from services.ingestion.domain import Kind
from services.ingestion.store import Batch, batches_with_results, get_results, put_results
from shared.identifiers import mask
from shared.web.faults import Fault

_SHOWN = 200
"""Characters of a found text that are told."""


class Finding(msgspec.Struct, array_like=True, frozen=True):
    """One thing that is wrong with a row: the record's field, the text found, the reason."""

    field: str
    found: str
    code: str
    values: dict[str, Any]

    @property
    def fault(self) -> Fault:
        return Fault(self.code, self.values)


class RowResult(msgspec.Struct, array_like=True, frozen=True):
    """A row that needs a look. `position` counts the file's rows from 1, `row` is its number.

    A rejected row brings its cells, or its raw `text` where it could not be taken apart; `record`
    is the record it is about, where that is known.
    """

    position: int
    row: int
    is_rejected: bool
    record: str | None
    cells: dict[str, str]
    text: str
    findings: list[Finding]

    def without_text(self) -> "RowResult":
        """Its number and what is wrong with it, and nothing of what it held."""
        said = [msgspec.structs.replace(finding, found="") for finding in self.findings]
        return msgspec.structs.replace(self, cells={}, text="", findings=said)


_DECODER = msgspec.msgpack.Decoder(list[RowResult])


def finding(field: str, found: str, fault: Fault) -> Finding:
    """What is wrong, without any personal identifier that the found text has."""
    values = {
        name: mask(value) if isinstance(value, str) else value
        for name, value in fault.values.items()
    }
    return Finding(field, mask(found)[:_SHOWN], fault.code, values)


def keep_results(
    connection: Connection, key: BatchKey, batch_id: str, rows: Sequence[RowResult]
) -> None:
    """Seal and keep the results of some rows, in order."""
    if rows:
        first, last = rows[0].position, rows[-1].position
        put_results(connection, batch_id, first, last, seal_results(key, first, rows))


def seal_results(key: BatchKey, first: int, rows: Sequence[RowResult]) -> bytes:
    return key.seal(first, zlib.compress(msgspec.msgpack.encode(rows), 1))


def open_results(key: BatchKey, first: int, sealed: bytes) -> list[RowResult]:
    return _DECODER.decode(zlib.decompress(key.open(first, sealed)))


def results(
    batches: Batches, organisation: str, batch_id: str, after: int, limit: int
) -> list[RowResult]:
    """Up to `limit` rows that need a look, after position `after`.

    Raises:
        UnknownBatch: the organisation has no such batch.
        KeyLost: the system's secret was changed.
    """
    batch = find(batches, organisation, batch_id)
    found: list[RowResult] = []
    for row in all_results(batches, batch, after):
        if len(found) == limit:
            break
        found.append(row)
    return found


def all_results(batches: Batches, batch: Batch, after: int = 0) -> Iterator[RowResult]:
    """The rows that need a look after position `after`, some thousand in memory at a time."""
    key = batches.key_of(batch, "results")
    while key is not None:
        with batches.door.engine.connect() as connection:
            sealed = get_results(connection, batch.id, after)
        if sealed is None:
            return
        rows = open_results(key, sealed.first, sealed.content)
        yield from (row for row in rows if row.position > after)
        after = sealed.last


def rows_about(
    batches: Batches, organisation: str, kind: Kind, records: Collection[str]
) -> list[tuple[str, RowResult]]:
    """Batch and row of every row about one of the `records` that can still be read."""
    with batches.door.engine.connect() as connection:
        held = batches_with_results(connection, organisation, kind)
    found: list[tuple[str, RowResult]] = []
    for batch in held:
        try:
            rows = all_results(batches, batch)
            found += [(batch.id, row) for row in rows if row.record in records]
        except KeyLost:  # nobody can read them any more
            continue
    return found
