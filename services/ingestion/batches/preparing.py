"""A batch between its content and its start: looked into, tried out, given its profile."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from services.ingestion.batches.content import append, complete
from services.ingestion.batches.context import Batches, NotOpen
from services.ingestion.batches.life import find, own
from services.ingestion.batches.opening import Wanted, open_batch
from services.ingestion.batches.profiles import find_profile
from services.ingestion.batches.reading import Content, ContentGone
from services.ingestion.batches.sealing import KeyLost
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.rows import Row
from services.ingestion.importers.sniffing import Found
from services.ingestion.profiles.checking import beginning
from services.ingestion.store import Batch, audit, change_batch, find_batch
from shared.audit import Act, note_alone
from shared.db.engine import transaction

_BLOCK = 1024 * 1024


@dataclass(frozen=True)
class Sample:
    """The first rows of a file: `columns` are the names that the rows' values bear."""

    columns: Sequence[str]
    rows: Sequence[Row]
    found: Found


def sample(
    batches: Batches, organisation: str, batch_id: str, most: int, profile: Profile | None = None
) -> Sample:
    """The first rows of an open batch's content, as `profile` reads them; noted as shown.

    Raises:
        UnknownBatch: the organisation has no such batch.
        NotOpen, KeyLost: its content is not there any more.
        UnreadableFile: not one row can be read, or a column is missing.
    """
    batch = find(batches, organisation, batch_id)
    with _content(batches, batch) as content:
        layout = profile.layout if profile else Layout()
        needed = profile.needed_columns() if profile else set()
        read, rows = beginning(content, layout, needed, most)
    if batch.kind == "graduates":
        act = Act("read", "batches", organisation, batch.id, len(rows))
        note_alone(batches.door.engine, audit, act)
    names = read.columns or dict.fromkeys(name for row in rows for name in row.values)
    return Sample(list(names), rows, read.found)


def give_profile(
    batches: Batches, organisation: str, batch_id: str, profile: str, as_of: date | None
) -> Batch:
    """Say how an open batch is to be read.

    Raises:
        UnknownBatch: the organisation has no such batch.
        NotOpen: it is on its way already.
        BatchRefused: no such profile, one for other records, or one that needs `as_of`.
    """
    batch = find(batches, organisation, batch_id)
    kept = find_profile(batches, organisation, batch.kind, profile, as_of)
    with transaction(batches.door.engine) as connection:
        held = own(find_batch(connection, batch_id, hold=True), organisation)
        if held.state != "open":
            raise NotOpen
        change_batch(
            connection,
            batch_id,
            profile=kept.profile.name,
            profile_version=kept.version,
            as_of=as_of.isoformat() if as_of else None,
        )
    return find(batches, organisation, batch_id)


def try_out(batches: Batches, organisation: str, batch_id: str) -> Batch:
    """A second batch with the content and profile of an open one that only checks every row.

    Raises:
        UnknownBatch, NotOpen, BatchRefused: as `give_profile`.
    """
    batch = find(batches, organisation, batch_id)
    as_of = date.fromisoformat(batch.as_of) if batch.as_of else None
    wanted = Wanted(batch.kind, batch.profile, batch.name, dry_run=True, as_of=as_of)
    with _content(batches, batch) as content:
        trial = open_batch(batches, organisation, wanted)
        append(batches, organisation, trial.id, 0, _blocks(content))
    return complete(batches, organisation, trial.id)


@contextmanager
def _content(batches: Batches, batch: Batch) -> Iterator[Content]:
    key = batches.key_of(batch, "content")
    if batch.state != "open":
        raise NotOpen
    if key is None:
        raise KeyLost
    try:
        with Content(batches.door.engine, batch, key) as content:
            yield content
    except ContentGone as error:  # cancelled in the meantime
        raise NotOpen from error


def _blocks(content: Content) -> Iterator[bytes]:
    while block := content.read(_BLOCK):
        yield block
