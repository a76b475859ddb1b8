"""Names found as people type them: any case, spaces or none, Thai unbroken, a letter wrong."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from services.reporting.data_sets import TOTAL, UNKNOWN, Publication
from services.reporting.labels import Labels
from shared.taxonomy import regions
from shared.text import match_key

Kind = Literal["occupation", "field", "region", "institution", "skill", "data_set"]
KINDS: tuple[Kind, ...] = ("occupation", "field", "region", "institution", "skill", "data_set")
ABROAD = "_X"

_LIKE_ENOUGH = 0.7
"""Share of the letter pairs typed from which a name that has them may be what was meant."""
_FEWEST_PAIRS = 3


@dataclass(frozen=True)
class Entry:
    """Something with a page or a figure of its own, under the names it has."""

    kind: Kind
    code: str
    labels: Labels

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The names without case, spaces and punctuation; each once."""
        return tuple(dict.fromkeys(_key(name) for name in self.labels.values()))


@dataclass(frozen=True)
class NameIndex:
    """Everything that a publication has a figure about."""

    entries: tuple[Entry, ...]

    def find(self, text: str, most: int) -> list[Entry]:
        """What the text may mean, likeliest first: the code or name itself, then names that
        begin with it, contain it or all its words, and only where there is none a like name.
        """
        key, words = _key(text), match_key(text).split()
        if not key:
            return []
        place = regions.find_region(text)
        ranked = [
            (rank, min(map(len, entry.keys)), KINDS.index(entry.kind), entry.code, entry)
            for entry in self.entries
            if (rank := _rank(entry, key, words, place)) is not None
        ]
        found = [entry for *_, entry in sorted(ranked, key=lambda line: line[:4])]
        return (found or self._like(key))[:most]

    def _like(self, key: str) -> list[Entry]:
        pairs = _pairs(key)
        if len(pairs) < _FEWEST_PAIRS:
            return []
        likeness = [max(_likeness(pairs, own) for own in spelt) for spelt in self._spelt]
        near = sorted((-like, i) for i, like in enumerate(likeness) if like)
        return [self.entries[i] for _, i in near]

    @cached_property
    def _spelt(self) -> Sequence[Sequence[frozenset[str]]]:
        return [[_pairs(key) for key in entry.keys] for entry in self.entries]


def names_of(publication: Publication) -> NameIndex:
    """The codes of every table's dimensions, each once, and the tables themselves."""
    found = {(entry.kind, entry.code): entry for entry in _coded(publication)}
    tables = [
        Entry("data_set", name, table.definition.titles)
        for name, table in publication.data_sets.items()
    ]
    return NameIndex((*found.values(), *tables))


class NameIndexes:
    """The indices of the publications asked for last."""

    def __init__(self, most: int = 4) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str], NameIndex] = OrderedDict()

    def of(self, publication: Publication) -> NameIndex:
        """The publication's index, made when it is first asked for."""
        key = publication.version, publication.issued
        found = self._kept.pop(key, None) or names_of(publication)
        self._kept[key] = found
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return found


def is_group(code: str) -> bool:
    """Whether a member's code names something, rather than the rest, everything or abroad."""
    return code not in (TOTAL, ABROAD) and not code.endswith(UNKNOWN)


def _coded(publication: Publication) -> Iterator[Entry]:
    for table in publication.data_sets.values():
        for dimension in table.dimensions:
            kind = next((kind for kind in KINDS if kind == dimension.name), None)
            if kind:
                for member in filter(lambda member: is_group(member.code), dimension.members):
                    yield Entry(kind, member.code, member.labels)


def _rank(entry: Entry, key: str, words: Iterable[str], place: str | None) -> int | None:
    if key in (_key(entry.code), *entry.keys) or (entry.kind == "region" and entry.code == place):
        return 0
    if any(name.startswith(key) for name in entry.keys):
        return 1
    if any(key in name for name in entry.keys):
        return 2
    return 3 if any(all(word in name for word in words) for name in entry.keys) else None


@lru_cache(maxsize=65_536)
def _key(text: str) -> str:
    # The same names come with every publication.
    return match_key(text).replace(" ", "")


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[i : i + 2] for i in range(len(key) - 1))


def _likeness(typed: frozenset[str], name: frozenset[str]) -> float:
    """Dice coefficient of the letter pairs; 0 when too few of those typed are in the name."""
    both = len(typed & name)
    return 2 * both / (len(typed) + len(name)) if both >= _LIKE_ENOUGH * len(typed) else 0.0
