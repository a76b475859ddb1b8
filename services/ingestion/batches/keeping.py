"""Rows of a file through profile and schema into the records' tables, with all that is counted.

Records, counts, the position in the file and what was wrong with rows are one transaction, which
starts from the position that the last one wrote: whoever else works on the batch, and wherever a
process dies, every row counts once.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import msgspec
from sqlalchemy import Connection

from services.ingestion import store
from services.ingestion.batches.chunks import distinct_runs
from services.ingestion.batches.context import Batches
from services.ingestion.batches.foreseeing import Foreseen
from services.ingestion.batches.results import RowResult, finding, keep_results
from services.ingestion.batches.sealing import BatchKey
from services.ingestion.domain import Outcome, Valid
from services.ingestion.importers.mapping import Mapped, Mapper, fault_at
from services.ingestion.importers.opening import OpenFile
from services.ingestion.importers.readers import Row
from services.ingestion.posts import Checked, check_records, foresee_checked, keep_checked
from services.ingestion.quality.tally import Tally
from services.ingestion.store import Batch
from shared.db.engine import transaction
from shared.web.faults import fault


class Superseded(Exception):
    """The batch is not where this process left it: cancelled, or another's by now."""


@dataclass(frozen=True)
class Prepared:
    """Rows as records, and those that could be mapped checked against their schema."""

    mapped: Sequence[Mapped]
    checked: Sequence[Checked]


class Keeper:
    """Keeps the rows of one batch, slice after slice; `batch` is the batch so far.

    `is_mended` says that they are rows of another batch, sent again.
    Rows may be prepared in one thread while those before them are kept in another.
    """

    def __init__(
        self,
        batches: Batches,
        batch: Batch,
        mapper: Mapper,
        results: BatchKey,
        *,
        is_mended: bool = False,
    ) -> None:
        self._batches = batches
        self._mapper = mapper
        self._results = results
        self._foreseen = Foreseen()
        self._tally = Tally.decode(batch.quality) if batch.quality else Tally()
        self._tally.is_mended = is_mended
        self._left_out = Counter(json.loads(batch.left_out or "{}"))
        self.batch = batch

    def prepare(self, rows: Sequence[Row]) -> Prepared:
        """All that can be done with the next rows of the file without a database."""
        mapped = [self._mapper(row) for row in rows]
        return Prepared(mapped, self._checked(mapped))

    def keep(self, prepared: Prepared, read_bytes: int, reading: str) -> None:
        """Keep what is valid of the next rows of the file; nothing of them in a dry run.

        Raises:
            Superseded: nothing was done.
        """
        mapped, checked = prepared.mapped, prepared.checked
        with transaction(self._batches.door.engine) as connection:
            hold(connection, self.batch)
            checked = [self._without_erased(connection, run) for run in checked]
            outcomes = self._outcomes(connection, mapped, checked)
            kept = [record for run in checked for record in run.to_keep()]
            self._tally.add(self.batch.kind, kept, outcomes)
            results = self._without_traces(connection, self._row_results(mapped, outcomes))
            keep_results(connection, self._results, self.batch.id, results)
            counts = self._counted(mapped, outcomes)
            counts |= {"read_bytes": read_bytes, "reading": reading, "attempts": 0}
            counts |= {"quality": self._tally.encode()}
            store.change_batch(connection, self.batch.id, **counts)
            self.batch = store.find_batch(connection, self.batch.id) or self.batch

    def _checked(self, mapped: Sequence[Mapped]) -> list[Checked]:
        """The rows that could be mapped, in stretches without a reference twice."""
        good = [row.posted for row in mapped if not row.faults]
        door, batch = self._batches.door, self.batch
        references = [posted.get("reference") for posted in good]
        return [
            check_records(door, batch.provider, batch.kind, good[run])
            for run in distinct_runs(references)
        ]

    def _outcomes(
        self, connection: Connection, mapped: Sequence[Mapped], checked: Sequence[Checked]
    ) -> list[Outcome]:
        """What became of each row, in order."""
        act = self._foresee if self.batch.dry_run else keep_checked
        told = iter(outcome for run in checked for outcome in act(connection, run))
        return [_refused(row) if row.faults else next(told) for row in mapped]

    def _foresee(self, connection: Connection, checked: Checked) -> list[Outcome]:
        """What would become of the rows if those before them had been kept."""
        outcomes = foresee_checked(connection, checked)
        valid = [isinstance(result, Valid) for result in checked.results]
        judged = iter(self._foreseen.judge(checked.to_keep(), list(compress(outcomes, valid))))
        pairs = zip(outcomes, valid, strict=True)
        return [next(judged) if is_valid else outcome for outcome, is_valid in pairs]

    def _without_erased(self, connection: Connection, checked: Checked) -> Checked:
        """A file from before an erasure does not bring back whom it was about."""
        erased = self._erased(connection, [record.key for record in checked.to_keep()])
        if not erased:
            return checked
        refused = [("/reference", fault("erased_since"))]
        return Checked(
            checked.kind,
            [
                Outcome("invalid", result.reference, faults=refused)
                if isinstance(result, Valid) and result.record.key in erased
                else result
                for result in checked.results
            ],
        )

    def _without_traces(self, connection: Connection, rows: Sequence[RowResult]) -> list[RowResult]:
        """Nothing of a row about somebody whose erasure was asked for since the file came.

        Nor of a graduate's row that names nobody, once anybody's was.
        """
        keys = {row.position: f"{self.batch.provider}/{row.record}" for row in rows if row.record}
        erased = self._erased(connection, list(keys.values()))
        said = [finding("reference", "", fault("erased_since"))]
        told = [
            msgspec.structs.replace(row, cells={}, text="", findings=said)
            if keys.get(row.position) in erased
            else row
            for row in rows
        ]
        if len(keys) == len(rows) or not self._is_anybody_erased(connection):
            return told
        return [row if row.record else row.without_text() for row in told]

    def _is_anybody_erased(self, connection: Connection) -> bool:
        batch = self.batch
        asked = store.has_erased_since(connection, batch.provider, batch.created_at)
        return batch.kind == "graduates" and asked

    def _erased(self, connection: Connection, keys: Sequence[str]) -> frozenset[str]:
        moment = self.batch.created_at
        return store.erased_since(connection, self.batch.provider, keys, moment)

    def _row_results(
        self, mapped: Sequence[Mapped], outcomes: Sequence[Outcome]
    ) -> list[RowResult]:
        pairs = enumerate(zip(mapped, outcomes, strict=True), self.batch.read + 1)
        return [
            self._row_result(position, row, outcome)
            for position, (row, outcome) in pairs
            if outcome.faults or outcome.warnings
        ]

    def _row_result(self, position: int, mapped: Mapped, outcome: Outcome) -> RowResult:
        noted = [] if mapped.faults else outcome.faults or outcome.warnings
        told = [fault_at(mapped, self._mapper.profile, pointer, what) for pointer, what in noted]
        is_rejected = outcome.status == "invalid"
        return RowResult(
            position,
            mapped.row.number,
            is_rejected,
            outcome.record or self._record(mapped),
            dict(mapped.row.values) if is_rejected else {},
            mapped.row.text,
            [finding(each.field, each.found, each.fault) for each in (*mapped.faults, *told)],
        )

    def _record(self, mapped: Mapped) -> str | None:
        """Whom a rejected row is about, so that an erasure finds it."""
        reference = mapped.posted.get("reference")
        if not isinstance(reference, str) or self.batch.kind != "graduates":
            return reference
        return self._batches.door.graduate_record(self.batch.provider, reference)

    def _counted(
        self, mapped: Sequence[Mapped], outcomes: Sequence[Outcome]
    ) -> dict[str, int | str]:
        """The batch's counts with these rows."""
        seen = Counter(outcome.status for outcome in outcomes)
        for row, outcome in zip(mapped, outcomes, strict=True):
            if outcome.status != "invalid":
                self._left_out.update(row.unread)
        batch = self.batch
        return {
            "read": batch.read + len(outcomes),
            "created": batch.created + seen["created"],
            "updated": batch.updated + seen["updated"],
            "unchanged": batch.unchanged + seen["unchanged"],
            "rejected": batch.rejected + seen["invalid"],
            "warned": batch.warned + sum(bool(outcome.warnings) for outcome in outcomes),
            "left_out": json.dumps(self._left_out),
        }


def _refused(row: Mapped) -> Outcome:
    """What became of a row that no record could be made of."""
    faults = [(f"/{each.field.replace('.', '/')}", each.fault) for each in row.faults]
    return Outcome("invalid", faults=faults)


def reading_of(file: OpenFile) -> str:
    """What the file turned out to be, as JSON, and what its owner should know of the reading."""
    told = {**msgspec.to_builtins(file.found), "notes": file.notes}
    names = {"columns": file.columns, "header": file.header}
    return msgspec.json.encode(told | names).decode()


def hold(connection: Connection, batch: Batch) -> None:
    """Keep others from the batch until the transaction ends; raises Superseded."""
    held = store.find_batch(connection, batch.id, hold=True)
    if held is None or (held.state, held.read) != ("processing", batch.read):
        raise Superseded(batch.id)
