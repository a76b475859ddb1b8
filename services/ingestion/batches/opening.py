"""Opening a batch: what will come, how it is to be read, and whether it is only tried."""

import uuid
from dataclasses import dataclass
from datetime import date

from services.ingestion.batches.context import Batches, BatchRefused, UnknownBatch
from services.ingestion.batches.profiles import find_profile
from services.ingestion.domain import Kind
from services.ingestion.profiles.keeping import KeptProfile
from services.ingestion.store import Batch, add_batch, audit, find_batch, now
from shared.audit import Act, note
from shared.correlation import correlation_id, new_correlation_id
from shared.db.engine import transaction
from shared.db.repeatable import Once, plainly
from shared.identifiers import mask
from shared.text import tidy
from shared.web.faults import fault

_LONGEST_NAME = 200


@dataclass(frozen=True)
class Wanted:
    """What a provider says of an upload; `as_of` is the day the file was made.

    Without a `profile` the file is read as our own template. `size` and `sha256` (hexadecimal)
    are checked at the end where they are given.
    """

    kind: Kind
    profile: str = ""
    name: str = ""
    dry_run: bool = False
    as_of: date | None = None
    size: int | None = None
    sha256: str | None = None


def open_batch(batches: Batches, organisation: str, wanted: Wanted, once: Once = plainly) -> Batch:
    """An empty batch of the organisation, ready for its content.

    Raises:
        BatchRefused: no such profile, one for other records, or one that needs `as_of`.
    """
    if wanted.size is not None and wanted.size > batches.most_bytes:
        raise BatchRefused([("/size", fault("too_large", max=batches.most_bytes))])
    profile = find_profile(batches, organisation, wanted.kind, wanted.profile, wanted.as_of)
    with transaction(batches.door.engine) as connection:

        def make() -> str:
            batch = _new(batches, organisation, wanted, profile)
            add_batch(connection, batch)
            if batch.kind == "graduates":
                note(connection, audit, Act("write", "batches", organisation, batch.id))
            return batch.id

        batch_id = once(connection, make)
        batch = find_batch(connection, batch_id)
    if batch is None:
        raise UnknownBatch
    return batch


def _new(batches: Batches, organisation: str, wanted: Wanted, profile: KeptProfile) -> Batch:
    batch_id, moment = uuid.uuid4().hex, now()
    return Batch(
        id=batch_id,
        provider=organisation,
        kind=wanted.kind,
        profile=profile.profile.name,
        profile_version=profile.version,
        name=mask(tidy(wanted.name))[:_LONGEST_NAME] or wanted.kind,
        as_of=wanted.as_of.isoformat() if wanted.as_of else None,
        dry_run=wanted.dry_run,
        state="open",
        size=wanted.size,
        received_bytes=0,
        read_bytes=0,
        stated_sha256=wanted.sha256.lower() if wanted.sha256 else None,
        sha256=None,
        same_as=None,
        **dict.fromkeys(("read", "created", "updated", "unchanged", "rejected", "warned"), 0),
        attempts=0,
        reading=None,
        left_out=None,
        quality=None,
        failure=None,
        content_key=batches.sealing.new_key(batch_id, "content"),
        results_key=batches.sealing.new_key(batch_id, "results"),
        correlation_id=correlation_id.get() or new_correlation_id(),
        created_at=moment,
        touched_at=moment,
        received_at=None,
        finished_at=None,
        noticed_at=None,
    )
