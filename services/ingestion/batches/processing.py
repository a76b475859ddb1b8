"""A batch whose content is all there, from its first row to its end."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from itertools import islice
from typing import Self

from sqlalchemy.exc import SQLAlchemyError

from services.ingestion.batches.chunks import slices, steps
from services.ingestion.batches.context import Batches, BatchRefused
from services.ingestion.batches.keeping import Keeper, Prepared, Superseded, hold, reading_of
from services.ingestion.batches.life import Failure, delete_content, end
from services.ingestion.batches.mending import as_it_was
from services.ingestion.batches.profiles import profile_of
from services.ingestion.batches.reading import Content, ContentGone
from services.ingestion.batches.sealing import BatchKey, KeyLost, Purpose
from services.ingestion.importers.inert import ERRORS
from services.ingestion.importers.opening import OpenFile, mapper
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.readers import Row, UnreadableFile, read_rows
from services.ingestion.profiles.heading import check_heading
from services.ingestion.store import Batch, change_batch, delete_results, find_batch
from shared.audit import Actor, acting
from shared.correlation import correlation_id
from shared.db.engine import transaction
from shared.db.errors import is_transient

MOST_ATTEMPTS = 10
"""That ended, with their process, before a row more was counted: the file may be what ends it."""
_BUFFER = 256 * 1024
GoOn = Callable[[Batch], bool]


def process(batches: Batches, batch_id: str, go_on: GoOn) -> None:
    """The rows of a received batch -> kept and counted -> the batch finished or failed.

    Goes on where it was left. Returns early, the batch still unfinished, when `go_on` says no to
    the batch as it is after some rows, or when another has it by now.
    """
    batch = _begun(batches, batch_id)
    if batch is None:
        return
    if batch.attempts > MOST_ATTEMPTS:
        _end(batches, batch_id, Failure("internal", {}))
        return
    try:
        with _speaking_of(batch):
            _process(batches, batch, go_on)
    except (Superseded, ContentGone):
        return
    except Exception as error:
        if is_transient(error):
            _not_counted(batches, batch)
        else:  # a fault of ours must not come back with every restart
            _end(batches, batch_id, Failure("internal", {}))
        raise


def _process(batches: Batches, batch: Batch, go_on: GoOn) -> None:
    try:
        ended = _keep_all(batches, batch, profile_of(batches, batch), go_on)
    except UnreadableFile as error:
        _end(batches, batch.id, Failure(error.fault.code, error.fault.values, error.row))
    except KeyLost:
        _end(batches, batch.id, Failure("key_lost", {}))
    except BatchRefused as error:
        ((_, found),) = error.faults
        _end(batches, batch.id, Failure(found.code, found.values))
    else:
        if ended is not None:
            _finish(batches, ended)


def _keep_all(batches: Batches, batch: Batch, profile: Profile, go_on: GoOn) -> Batch | None:
    """Keep the rows that are not yet counted; the batch when that was all of them."""
    results = _key(batches, batch, "results")
    with (
        Content(batches.door.engine, batch, _key(batches, batch, "content")) as content,
        io.BufferedReader(content, _BUFFER) as stream,
    ):
        rows = read_rows(stream, profile.layout, profile.needed_columns())
        if profile.columns().isdisjoint(rows.columns):
            check_heading(rows.header)  # before it is kept as how the file was read
        file = OpenFile(rows, profile)
        is_mended = ERRORS in rows.header
        keeper = Keeper(batches, batch, mapper(profile, rows), results, is_mended=is_mended)
        found = map(as_it_was, rows) if is_mended else rows
        with _Keeping(keeper, go_on) as keeping:
            for some in slices(islice(found, batch.read, None), steps(), Row.weight):
                prepared = keeper.prepare(some)
                if not keeping.goes_on(prepared, content.tell(), reading_of(file)):
                    return None
        return keeper.batch if keeping.went_on else None


class _Keeping:
    """Keeps rows in a thread of its own while the next are read, one slice at a time.

    Left in any way, also by an exception, it has kept all that it was given.
    """

    def __init__(self, keeper: Keeper, go_on: GoOn) -> None:
        self._keeper = keeper
        self._go_on = go_on
        self._context = copy_context()
        self._thread = ThreadPoolExecutor(1, "keeping")
        self._last: Future[bool] | None = None
        self.went_on = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._settle()
        finally:
            self._thread.shutdown()

    def goes_on(self, prepared: Prepared, read_bytes: int, reading: str) -> bool:
        """Have the rows kept once those before are; False, and they are not, when to stop."""
        if self._settle():
            self._last = self._thread.submit(
                self._context.run, self._keep, prepared, read_bytes, reading
            )
        return self.went_on

    def _settle(self) -> bool:
        """Wait for the rows given last; whether to go on. Raises what keeping them raised."""
        last, self._last = self._last, None
        if last is not None:
            self.went_on = False
            self.went_on = last.result()
        return self.went_on

    def _keep(self, prepared: Prepared, read_bytes: int, reading: str) -> bool:
        self._keeper.keep(prepared, read_bytes, reading)
        return self._go_on(self._keeper.batch)


def _begun(batches: Batches, batch_id: str) -> Batch | None:
    """The batch, being processed from now on; a dry run that was broken off begins anew."""
    with transaction(batches.door.engine) as connection:
        batch = find_batch(connection, batch_id, hold=True)
        if batch is None or batch.state not in ("received", "processing"):
            return None
        change_batch(connection, batch_id, state="processing", attempts=batch.attempts + 1)
        if batch.dry_run and batch.read:
            zero = dict.fromkeys(("read", "created", "updated", "unchanged", "rejected"), 0)
            change_batch(connection, batch_id, **zero, warned=0, left_out=None, quality=None)
            delete_results(connection, batch_id)
        return find_batch(connection, batch_id)


def _not_counted(batches: Batches, begun: Batch) -> None:
    """Take an attempt back that ended because the database was away, locked or full."""
    with suppress(SQLAlchemyError), transaction(batches.door.engine) as connection:
        batch = find_batch(connection, begun.id, hold=True)
        if batch is not None and batch.attempts == begun.attempts:
            change_batch(connection, batch.id, attempts=batch.attempts - 1)


def _finish(batches: Batches, batch: Batch) -> None:
    with transaction(batches.door.engine) as connection:
        hold(connection, batch)
        change_batch(connection, batch.id, read_bytes=batch.received_bytes)
        end(connection, batch, "finished")
    delete_content(batches)


def _end(batches: Batches, batch_id: str, failure: Failure) -> None:
    with transaction(batches.door.engine) as connection:
        batch = find_batch(connection, batch_id, hold=True)
        if batch is None or batch.is_ended:
            return
        end(connection, batch, "failed", failure)
    delete_content(batches)


def _key(batches: Batches, batch: Batch, purpose: Purpose) -> BatchKey:
    key = batches.key_of(batch, purpose)
    if key is None:  # cancelled by now, or an erasure could not open the results and deleted them
        raise KeyLost(batch.id)
    return key


@contextmanager
def _speaking_of(batch: Batch) -> Iterator[None]:
    """Records, log lines and audit entries bear the correlation id of the upload."""
    token = correlation_id.set(batch.correlation_id)
    actor = acting.set(Actor(batch.provider, None))
    try:
        yield
    finally:
        acting.reset(actor)
        correlation_id.reset(token)
