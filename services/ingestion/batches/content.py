"""Content coming in: sealed part by part, durable part by part, so that it can be resumed."""

import hashlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from services.ingestion.batches.context import (
    Batches,
    BatchRefused,
    NotOpen,
    TooLarge,
    WrongOffset,
)
from services.ingestion.batches.life import Failure, delete_content, end, find, own
from services.ingestion.batches.reading import Content, ContentGone
from services.ingestion.batches.sealing import BatchKey
from services.ingestion.store import (
    PART,
    Batch,
    batch_with_content,
    change_batch,
    find_batch,
    get_part,
    now,
    put_parts,
)
from shared.db.engine import transaction
from shared.web.faults import fault

_AT_ONCE = 4 * PART
"""Bytes made durable in one transaction."""
_BLOCK = 256 * 1024


def receive(
    batches: Batches,
    organisation: str,
    batch_id: str,
    blocks: Iterable[bytes],
    *,
    is_whole: bool = True,
) -> Batch:
    """A batch's content from its beginning, and its end if that is all; as `append`, `complete`.

    What is there already, from a request that broke off, is passed over, and must be the same.
    """
    begun = find(batches, organisation, batch_id).received_bytes
    digest = hashlib.sha256()

    def rest() -> Iterator[bytes]:
        at = 0
        for block in blocks:
            digest.update(block)
            yield block[max(0, begun - at) :]
            at += len(block)

    append(batches, organisation, batch_id, begun, rest())
    if not is_whole:
        return find(batches, organisation, batch_id)
    sent = digest.hexdigest()
    return _complete(batches, organisation, batch_id, sent, is_known=not begun)


def append(
    batches: Batches, organisation: str, batch_id: str, offset: int, blocks: Iterable[bytes]
) -> int:
    """More content from `offset` on; how much is there now.

    What came is durable, also when the blocks break off with an exception. Of two who bring the
    same part at once one gets WrongOffset.

    Raises:
        UnknownBatch: the organisation has no such batch.
        NotOpen: it takes no content any more.
        WrongOffset: it goes on elsewhere.
        TooLarge: this is more than is taken, or than was announced.
    """
    batch = _open(find(batches, organisation, batch_id))
    if offset != batch.received_bytes:
        raise WrongOffset(batch.received_bytes)
    parts = _Parts(batches, batch)
    try:
        for block in blocks:
            parts.write(block)
    finally:
        parts.flush()
    return parts.received


def complete(batches: Batches, organisation: str, batch_id: str) -> Batch:
    """All content is there: the batch waits for its turn.

    Raises:
        UnknownBatch, NotOpen: as `append`.
        BatchRefused: size or digest is not what was announced; with another digest the batch
            has failed.
    """
    return _complete(batches, organisation, batch_id, None, is_known=False)


def _complete(
    batches: Batches, organisation: str, batch_id: str, sent: str | None, *, is_known: bool
) -> Batch:
    """`sent` is the digest of what the caller sent; what is there is it for certain, or not."""
    batch = _open(find(batches, organisation, batch_id))
    if batch.size is not None and batch.size != batch.received_bytes:
        raise BatchRefused([("/size", fault("size_differs", found=batch.received_bytes))])
    sha256 = sent if sent and is_known else _digest(batches, batch)
    is_intact = {sent, batch.stated_sha256} <= {None, sha256}
    with transaction(batches.door.engine) as connection:
        held = _open(own(find_batch(connection, batch_id, hold=True), organisation))
        if held.received_bytes != batch.received_bytes:
            raise WrongOffset(held.received_bytes)
        if is_intact:
            _wait(connection, held, sha256)
        else:
            end(connection, held, "failed", Failure("sha256_differs", {"found": sha256}))
    if not is_intact:
        delete_content(batches)
        raise BatchRefused([("/sha256", fault("sha256_differs", found=sha256))])
    return find(batches, organisation, batch_id)


def _wait(connection: Connection, batch: Batch, sha256: str) -> None:
    same_as = batch_with_content(connection, batch, sha256)
    received = {"sha256": sha256, "same_as": same_as, "received_at": now()}
    change_batch(connection, batch.id, state="received", **received)


class _Parts:
    """Content in memory until there is enough of it to make it durable."""

    def __init__(self, batches: Batches, batch: Batch) -> None:
        self._engine = batches.door.engine
        self._batch = batch
        self._most = batches.most_bytes if batch.size is None else batch.size
        self._key = _key(batches, batch)
        self.received = batch.received_bytes
        self._number, begun = divmod(batch.received_bytes, PART)
        self._pending = bytearray(self._last_part() if begun else b"")
        self._kept = begun

    def write(self, block: bytes) -> None:
        self._pending += block
        if self.received + len(self._pending) - self._kept > self._most:
            self._pending.clear()
            self._kept = 0
            raise TooLarge
        if len(self._pending) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Make durable what is not yet; the last part may not be full."""
        new = len(self._pending) - self._kept
        if not new:
            return
        plain = bytes(self._pending)
        pieces = [plain[at : at + PART] for at in range(0, len(plain), PART)]
        sealed = [
            (number, self._key.seal(number, piece))
            for number, piece in enumerate(pieces, self._number)
        ]
        with transaction(self._engine) as connection:
            held = find_batch(connection, self._batch.id, hold=True)
            if held is None or held.state != "open":
                raise NotOpen
            if held.received_bytes != self.received:
                raise WrongOffset(held.received_bytes)
            put_parts(connection, held.id, sealed)
            change_batch(connection, held.id, received_bytes=self.received + new, touched_at=now())
        self.received += new
        self._number, self._kept = divmod(self.received, PART)
        self._pending = bytearray(pieces[-1] if self._kept else b"")

    def _last_part(self) -> bytes:
        with self._engine.connect() as connection:
            sealed = get_part(connection, self._batch.id, self._number)
        if sealed is None:
            raise NotOpen
        return self._key.open(self._number, sealed)


def _open(batch: Batch) -> Batch:
    if batch.state != "open":
        raise NotOpen
    return batch


def _key(batches: Batches, batch: Batch) -> BatchKey:
    key = batches.key_of(batch, "content")
    if key is None:
        raise NotOpen
    return key


def _digest(batches: Batches, batch: Batch) -> str:
    digest = hashlib.sha256()
    try:
        with Content(batches.door.engine, batch, _key(batches, batch)) as content:
            while block := content.read(_BLOCK):
                digest.update(block)
    except ContentGone as error:  # cancelled in the meantime
        raise NotOpen from error
    return digest.hexdigest()
