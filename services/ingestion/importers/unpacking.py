"""A stream of bytes whose beginning can be looked at, unpacked on the way where it is gzip."""

import zlib
from typing import Protocol

from services.ingestion.importers.unreadable import UnreadableFile

GZIP_MAGIC = b"\x1f\x8b"
MOST_UNPACKED = 16 * 1024**3
MOST_RATIO = 300
"""Real tables pack 5 to 50 times; deflate ends at about 1,030."""
_RATIO_COUNTS_FROM = 64 * 1024**2
_BLOCK = 64 * 1024


class Readable(Protocol):
    """Bytes one block after the other; b"" at the end."""

    def read(self, size: int, /) -> bytes: ...


class Source:
    """A stream that can be looked at before it is read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._seen = b""
        self._broken: UnreadableFile | None = None

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end; they are still to be read."""
        if len(self._seen) < size:
            self._seen = self.read(size)
        return self._seen[:size]

    def read(self, size: int) -> bytes:
        """The next `size` bytes, fewer only at the end: a stream may give them in small pieces.

        What breaks the stream is raised when all that came before it was read.
        """
        pieces, self._seen = [self._seen[:size]], self._seen[size:]
        missing = size - len(pieces[0])
        while missing and (block := self._more(missing)):
            pieces.append(block)
            missing -= len(block)
        if self._broken and missing == size > 0:
            raise self._broken
        return b"".join(pieces)

    def _more(self, size: int) -> bytes:
        try:
            return b"" if self._broken else self._stream.read(size)
        except UnreadableFile as error:
            self._broken = error
            return b""


class Unpacked:
    """The content of gzip members that stand one after the other.

    Raises:
        UnreadableFile: `broken_off`, `broken_gzip`, or `unpacks_too_far` for what can only be
            meant to fill a memory.
    """

    def __init__(self, packed: Source) -> None:
        self._packed = packed
        self._member = zlib.decompressobj(wbits=31)
        self._rest = b""
        self._taken = 0
        self._given = 0

    def read(self, size: int) -> bytes:
        while True:
            if self._member.eof and not self._next_member():
                return b""
            block = self._unpack(self._member.unconsumed_tail or self._take(), size)
            if block:
                return block

    def _unpack(self, packed: bytes, size: int) -> bytes:
        try:
            block = self._member.decompress(packed, size)
        except zlib.error as error:
            raise UnreadableFile("broken_gzip", reason=str(error)) from error
        if not packed and not block and not self._member.eof:
            raise UnreadableFile("broken_off")
        self._given += len(block)
        is_bomb = self._given > _RATIO_COUNTS_FROM and self._given > self._taken * MOST_RATIO
        if is_bomb or self._given > MOST_UNPACKED:
            raise UnreadableFile("unpacks_too_far", max=MOST_RATIO)
        return block

    def _next_member(self) -> bool:
        """Whether another member follows; zeros that pad the file are none."""
        rest = self._member.unused_data.lstrip(b"\0")
        while not rest and (more := self._take()):
            rest = more.lstrip(b"\0")
        if not rest:
            return False
        if len(rest) == 1:
            rest += self._take()
        if not rest.startswith(GZIP_MAGIC):
            raise UnreadableFile("broken_gzip", reason="bytes that are not gzip follow")
        self._member = zlib.decompressobj(wbits=31)
        self._rest = rest
        return True

    def _take(self) -> bytes:
        if self._rest:
            block, self._rest = self._rest, b""
            return block
        block = self._packed.read(_BLOCK)
        self._taken += len(block)
        return block


def unpacked(stream: Readable) -> tuple[Source, bool]:
    """The stream's content, and whether it was packed."""
    source = Source(stream)
    if source.peek(2) != GZIP_MAGIC:
        return source, False
    return Source(Unpacked(source)), True
