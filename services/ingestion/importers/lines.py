"""A stream as lines of text, in bounded memory; what is not of the encoding is marked."""

import codecs
import io
from collections import deque
from collections.abc import Iterator

from services.ingestion.importers.encodings import best_encoding
from services.ingestion.importers.unpacking import Readable

LONGEST_LINE = 1024 * 1024
"""Characters of a line."""
LONGEST_RECORD = 128 * 1024
"""Characters of a record that runs over several lines."""
MARK = "\udcff"
"""Stands where a byte could not be decoded; no text decodes to it."""
SHOWN = 200
"""Characters of a faulty line that are kept to be shown."""
_BLOCK = 256 * 1024


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return MARK, error.end


codecs.register_error("lmis.mark", _mark)


class LongLine(Exception):
    """A line is longer than `LONGEST_LINE`; `text` is its beginning."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class LongRecord(Exception):
    """The lines held are no record yet, and longer than `LONGEST_RECORD`."""


class Lines:
    """Lines with their ends, as `csv.reader` takes them.

    `held` are the lines handed out since whoever reads them last cleared it: those of the record
    that is being read. `give_back` lets them be read again. `spoiled` is true while lines may
    hold a `MARK` or a NUL character; while it is false none of them does.
    """

    def __init__(self, source: Readable, encoding: str) -> None:
        self.encoding = encoding
        self.held: list[str] = []
        self.spoiled = False
        self._source = source
        self._decoder = None if encoding == "auto" else _decoder(encoding)
        self._again: deque[str] = deque()
        self._whole = io.StringIO()
        self._rest = ""
        self._dropped = ""
        self._is_at_end = False
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        held = self.held
        while True:
            for line in self._ready():
                if held:
                    self._check_record(line)
                held.append(line)
                yield line
            if not self._load():
                return

    def give_back(self, keep: int) -> None:
        """Let the held lines after the first `keep` be read again; call `iter` anew after it."""
        self._again.extendleft(reversed(self.held[keep:]))
        self.held.clear()

    def _ready(self) -> Iterator[str]:
        while self._again:
            yield self._again.popleft()
        for line in self._whole:  # noqa: UP028  # `yield from` would close it with the generator
            yield line

    def _check_record(self, line: str) -> None:
        self._length = (len(self.held[0]) if len(self.held) == 1 else self._length) + len(line)
        if self._length > LONGEST_RECORD:
            self._again.appendleft(line)
            raise LongRecord

    def _load(self) -> bool:
        """Make more whole lines ready; false at the end. Raises LongLine."""
        while not self._is_at_end:
            block = self._source.read(_BLOCK)
            self._is_at_end = not block
            text = self._rest + self._decode(block)
            end = len(text) if self._is_at_end else _end_of_lines(text)
            if self._dropped:
                self._finish_dropping(text, end)
                continue
            if end:
                self._whole, self._rest = io.StringIO(text[:end], newline=""), text[end:]
                self.spoiled = _is_spoiled(text) or (self.spoiled and bool(self.held))
                return True
            self._rest = text
            if len(text) > LONGEST_LINE:
                self._dropped, self._rest = text[:SHOWN], ""
        if self._dropped:
            self._raise_dropped()
        return False

    def _finish_dropping(self, text: str, end: int) -> None:
        """Throw the long line away up to its end; what follows it is kept."""
        if not end:
            self._rest = ""
            return
        first = io.StringIO(text, newline="").readline()
        self._rest = text[len(first) :]
        self._raise_dropped()

    def _raise_dropped(self) -> None:
        text, self._dropped = self._dropped, ""
        raise LongLine(text)

    def _decode(self, block: bytes) -> str:
        if self._decoder is None:
            if block.isascii() and not self._is_at_end:
                return block.decode("ascii")
            self.encoding = best_encoding(block)
            self._decoder = _decoder(self.encoding)
        return self._decoder.decode(block, self._is_at_end)


def _decoder(encoding: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)("lmis.mark")


def _end_of_lines(text: str) -> int:
    """Where the last whole line ends; a carriage return at the very end may be half of one."""
    return text.rfind("\n") + 1 or text.rfind("\r", 0, len(text) - 1) + 1


def _is_spoiled(text: str) -> bool:
    return MARK in text or "\0" in text


def printable(text: str) -> str:
    """The text with a replacement character for each mark."""
    return text.replace(MARK, "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode()
