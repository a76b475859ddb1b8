"""Records of any length as request bodies of a bounded size."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

MOST_RECORDS, MOST_BYTES = 2_000, 4 * 1024 * 1024
"""The services take 10,000 records and, unless they are set otherwise, 8 MiB at once."""
_MISSING = ("NAType", "NaTType")  # of pandas, which need not be installed to be met here

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Chunk:
    """Some records as a JSON list; `first` is the place of the first one in the upload."""

    first: int
    references: tuple[str | None, ...]
    body: bytes

    @cached_property
    def digest(self) -> str:
        """Equal for equal records."""
        return hashlib.sha256(self.body).hexdigest()


def chunks(
    records: Iterable[Record], most_records: int = MOST_RECORDS, most_bytes: int = MOST_BYTES
) -> Iterator[Chunk]:
    """The records in order; one that is too large by itself is alone in its chunk."""
    first, size = 0, 0
    texts: list[bytes] = []
    references: list[str | None] = []
    for record in records:
        text = json.dumps(plain(record), ensure_ascii=False, allow_nan=False).encode()
        if texts and (len(texts) == most_records or size + len(text) > most_bytes):
            yield _chunk(first, references, texts)
            first, size, texts, references = first + len(texts), 0, [], []
        texts.append(text)
        references.append(_reference(record))
        size += len(text) + 1
    if texts:
        yield _chunk(first, references, texts)


def plain(value: Any) -> Any:
    """The value as JSON has it: dates by ISO 8601, null for what data frames call missing."""
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    if type(value).__name__ in _MISSING:
        return None
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()  # a day, as data frames keep it
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "item") and not isinstance(value, str | bytes):
        value = value.item()  # a number of numpy
    return None if isinstance(value, float) and math.isnan(value) else value


def _chunk(first: int, references: Sequence[str | None], texts: Sequence[bytes]) -> Chunk:
    return Chunk(first, tuple(references), b"[" + b",".join(texts) + b"]")


def _reference(record: Record) -> str | None:
    found = record.get("reference")
    return found if isinstance(found, str) else None
