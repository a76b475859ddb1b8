"""Records of one side as columns of small numbers: a code per fact, skills as one long row."""

from array import array
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.market.aspects import TABLED, Aspect, Record, Side

Codes = NDArray[np.int32]

ALWAYS = (-(2**31), 2**31 - 1)
"""First and last day of a record that is open whenever one asks."""


class Entry(NamedTuple, Generic[Record]):
    """A record under its key, the days (ordinals) when it may be matched, whether it is made up."""

    key: str
    record: Record
    days: tuple[int, int] = ALWAYS
    synthetic: bool = False


@dataclass
class CodeBook:
    """Aspects and skills met so far and their codes; codes never change, so segments share it."""

    aspects: dict[str, dict[Aspect, int]] = field(default_factory=lambda: {f: {} for f in TABLED})
    skills: dict[Hashable, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Columns:
    """`n` records: code `facts[i]` of each fact, `skills[starts[i]:starts[i + 1]]` of each."""

    keys: Sequence[str]
    facts: dict[str, Codes]
    first_day: Codes
    last_day: Codes
    synthetic: NDArray[np.bool_]
    starts: NDArray[np.int64]
    skills: Codes

    def __len__(self) -> int:
        return len(self.keys)

    def taken(self, order: NDArray[np.intp]) -> "Columns":
        """These records, in this order."""
        rows, starts = slices(self.starts[order], self.starts[order + 1])
        return Columns(
            [self.keys[row] for row in order],
            {fact: codes[order] for fact, codes in self.facts.items()},
            self.first_day[order],
            self.last_day[order],
            self.synthetic[order],
            starts,
            self.skills[rows],
        )


def columns_of(side: Side[Record], book: CodeBook, entries: Iterable[Entry[Record]]) -> Columns:
    """The entries as columns; what the book has not met yet is added to it."""
    keys: list[str] = []
    facts = {fact: array("i") for fact in TABLED}
    ways = [(side.aspect[fact], book.aspects[fact], facts[fact].append) for fact in TABLED]
    first, last, skills, starts = array("i"), array("i"), array("i"), array("q", [0])
    made_up: list[bool] = []
    known_skills = book.skills
    for key, record, days, synthetic in entries:
        keys.append(key)
        for aspect_of, codes, append in ways:
            aspect = aspect_of(record)
            append(codes.setdefault(aspect, len(codes)))
        skills.extend([known_skills.setdefault(s, len(known_skills)) for s in record.skills])
        starts.append(len(skills))
        first.append(days[0])
        last.append(days[1])
        made_up.append(synthetic)
    return Columns(
        keys,
        {fact: _numbers(codes) for fact, codes in facts.items()},
        _numbers(first),
        _numbers(last),
        np.array(made_up, np.bool_),
        np.frombuffer(starts, dtype=np.int64),
        _numbers(skills),
    )


def joined(parts: Sequence[Columns]) -> Columns:
    """The records of all parts, which share one code book."""
    ends = np.cumsum([0, *(len(part.skills) for part in parts)])
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
    return Columns(
        [key for part in parts for key in part.keys],
        {fact: np.concatenate([part.facts[fact] for part in parts]) for fact in TABLED},
        np.concatenate([part.first_day for part in parts]),
        np.concatenate([part.last_day for part in parts]),
        np.concatenate([part.synthetic for part in parts]),
        np.append(np.concatenate(starts), ends[-1]),
        np.concatenate([part.skills for part in parts]),
    )


def slices(
    first: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Every index from `first[i]` up to `end[i]`, one slice after the other; where each starts."""
    lengths = end - first
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return np.repeat(first - starts[:-1], lengths) + np.arange(starts[-1]), starts


def _numbers(values: "array[int]") -> Codes:
    return np.frombuffer(values, dtype=np.int32) if len(values) else np.empty(0, np.int32)
