"""The exact counts of a release and what it hid, so that the next one tells nothing beside it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Counted, Ints, places_of
from services.reporting.protection.lattice import Mask
from services.reporting.protection.successive import Earlier

Keys = NDArray[np.uint64]


@dataclass(frozen=True)
class Memory:
    """Names of counts, as 64-bit digests in order, the counts, which were hidden.

    Kept, never published.
    """

    keys: Keys
    counts: Ints
    hidden: Mask

    @classmethod
    def of(cls, keys: Keys, counts: Ints, hidden: Mask) -> "Memory":
        """In the order of the keys."""
        order = np.argsort(keys)
        return cls(keys[order], counts[order].astype(np.int64), hidden[order])

    @classmethod
    def empty(cls) -> "Memory":
        """Before the first release."""
        return cls(np.empty(0, np.uint64), np.empty(0, np.int64), np.empty(0, np.bool_))

    @classmethod
    def of_all(cls, memories: Sequence["Memory"]) -> "Memory":
        """What any of them remembers; of one count that several remember, the last's."""
        keys, counts, hidden = (
            np.concatenate(columns)
            for columns in zip(
                *((m.keys, m.counts, m.hidden) for m in (cls.empty(), *memories)), strict=True
            )
        )
        order = np.argsort(keys, kind="stable")  # merges what is in order already
        is_last = np.append(keys[order[1:]] != keys[order[:-1]], True)[: len(keys)]
        last = order[is_last]
        return cls(keys[last], counts[last], hidden[last])

    def told_of(self, keys: Keys) -> Earlier:
        """What these counts were, 0 where none is remembered, and which of them were hidden."""
        if not len(self.keys):
            return Earlier(np.zeros(len(keys), np.int64), np.zeros(len(keys), np.bool_))
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        known = self.keys[at] == keys
        return Earlier(np.where(known, self.counts[at], 0), known & self.hidden[at])


def variable_keys(counted: Counted, places: Ints) -> Keys:
    """Digests of what each count is of: universe, member of every axis, measure.

    They stay the same when members are added, which moves places.
    """
    names = counted.universe.measures.names
    rows, columns = np.divmod(places, len(names))
    members = places_of(counted.universe.axes, counted.keys)
    found = np.full(len(counted.keys), _digest(counted.universe.name), np.uint64)
    with np.errstate(over="ignore"):
        for i, axis in enumerate(counted.universe.axes):
            digests = np.array([_digest(axis.name, m.code) for m in axis.members], np.uint64)
            found = _mixed(found + digests[members[:, i]])
        measures = np.array([_digest(name) for name in names], np.uint64)
        return _mixed(found[rows] + measures[columns])


def _digest(*words: str) -> int:
    text = "\x1f".join(words).encode()
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")


def _mixed(keys: Keys) -> Keys:
    """The finaliser of splitmix64: sums of digests spread over all 64 bits again.

    Source: Steele, G., Lea, D. and Flood, C. (2014), OOPSLA, figure 16.
    """
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return keys ^ (keys >> np.uint64(31))
