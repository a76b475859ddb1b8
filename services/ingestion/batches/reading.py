"""A batch's content as a binary file: opened part by part, in constant memory, never on disk."""

import errno
import io
from typing import Any

from sqlalchemy import Engine

from services.ingestion.batches.sealing import BatchKey
from services.ingestion.store import PART, Batch, get_part


class ContentGone(Exception):
    """The content was deleted while it was read: the batch was cancelled."""


class Content(io.RawIOBase):
    """Reads what `content.append` kept; can be sought in, as XLSX files need it."""

    def __init__(self, engine: Engine, batch: Batch, key: BatchKey) -> None:
        super().__init__()
        self._engine = engine
        self._batch = batch
        self._key = key
        self._at = 0
        self._number = -1
        self._part = b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._batch.received_bytes}
        place = base[whence] + offset
        if place < 0:
            raise OSError(errno.EINVAL, "there is nothing before the beginning")  # as a file
        self._at = place
        return place

    def readinto(self, buffer: Any) -> int:
        if self._at >= self._batch.received_bytes:
            return 0
        number, start = divmod(self._at, PART)
        piece = self._opened(number)[start : start + len(buffer)]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _opened(self, number: int) -> bytes:
        if number != self._number:
            with self._engine.connect() as connection:
                sealed = get_part(connection, self._batch.id, number)
            if sealed is None:
                raise ContentGone(self._batch.id)
            self._part, self._number = self._key.open(number, sealed), number
        return self._part
