"""Which encoding some bytes are in, among those that Thai offices use."""

import codecs

from services.ingestion.importers.unpacking import Readable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_ODD = 0.05
"""Share of control characters above which bytes are no text."""


def byte_order_mark(head: bytes) -> tuple[str, int] | None:
    """The encoding that a mark at the beginning states, and the mark's length."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


def unmarked_utf_16(head: bytes) -> str | None:
    """UTF-16 without a mark is known by the NUL bytes of its line ends, commas and digits."""
    if b"\0" not in head:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if most < 3 or most * 16 < len(head) or least * 4 > most:
        return None
    return "utf-16-be" if even > odd else "utf-16-le"


def best_encoding(block: bytes) -> str:
    """UTF-8 or cp874, whichever leaves fewer bytes undecoded; UTF-8 when they are equal."""
    return "cp874" if undecoded(block, "cp874") < undecoded(block, "utf-8") else "utf-8"


def undecoded(block: bytes, encoding: str) -> int:
    """How many places of the block are not of the encoding; a character cut at its end is none."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(block)
    return text.count("\N{REPLACEMENT CHARACTER}")


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any of these encodings."""
    odd = sum(head.count(byte) for byte in range(32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1b")
    return odd > 3 and odd > len(head) * _MOST_ODD


class AsUtf8:
    """A stream of another encoding as UTF-8."""

    def __init__(self, source: Readable, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read(self, size: int) -> bytes:
        while block := self._source.read(size):
            if text := self._decoder.decode(block):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def as_utf_8(source: Readable, encoding: str) -> Readable:
    """The stream as it is where it is UTF-8 already, as JSON should be."""
    return source if encoding in ("auto", "utf-8") else AsUtf8(source, encoding)
