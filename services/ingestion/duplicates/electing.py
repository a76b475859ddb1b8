"""Which vacancy each one repeats: the first, in order, of those it is like and that repeat none.

Nobody repeats one that repeats another, so what stands for a job is like each of its repetitions,
and a chain of advertisements that each are like the next does not become one job.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.ingestion.duplicates.advertising import Compared
from services.ingestion.duplicates.likeness import Likeness, likeness


@dataclass
class Election:
    """Vacancies in the state they are found in, changed one after the other.

    `known` are all that may matter, `repeats` says which one each repeats, `decided` which it was
    decided to. `again` are those on which a change bears and that are still to be looked at.
    """

    known: dict[str, Compared]
    repeats: dict[str, str | None]
    decided: Mapping[str, str]
    again: set[str] = field(default_factory=set)
    evidence: dict[str, Likeness] = field(default_factory=dict)

    def elect(self, key: str, others: Iterable[str]) -> None:
        """Decide about one vacancy, beside `others` that may be like it."""
        self.again.discard(key)
        former, was_first = self.repeats.get(key), self.repeats.get(key) is None
        alike = self._alike(self.known[key], others)
        self.repeats[key] = self._first(key, alike)
        self._note(key, alike)
        is_first = self.repeats[key] is None
        if is_first:
            self.again |= {other for other in alike if self._may_follow(other, key)}
        if was_first and not is_first:
            self.again |= {other for other, named in self.repeats.items() if named == key}
        if former != self.repeats[key]:
            self.again |= {other for other, named in self.decided.items() if named == key}

    def _alike(self, one: Compared, others: Iterable[str]) -> dict[str, Likeness]:
        if one.alone:
            return {}
        found = {}
        for key in others:
            other = self.known.get(key)
            if other is None or other.alone or key == one.key:
                continue
            evidence = likeness((one.parts, one.text), (other.parts, other.text))
            if evidence is not None and evidence.is_enough:
                found[key] = evidence
        return found

    def _first(self, key: str, alike: Mapping[str, Likeness]) -> str | None:
        named = self.decided.get(key)
        if named in self.known and named != key:
            root = self.repeats.get(named) or named
            return None if root == key else root
        before = [
            other
            for other in alike
            if self.repeats.get(other) is None
            and other not in self.decided
            and self.known[other].order < self.known[key].order
        ]
        return min(before, key=lambda other: self.known[other].order, default=None)

    def _note(self, key: str, alike: Mapping[str, Likeness]) -> None:
        chosen = self.repeats[key]
        self.evidence.pop(key, None)
        if chosen is not None and chosen in alike:
            self.evidence[key] = alike[chosen]

    def _may_follow(self, other: str, first: str) -> bool:
        """Whether one that is like `first` would rather repeat it than what it is said to."""
        if other in self.decided or self.known[other].order < self.known[first].order:
            return False
        present = self.repeats.get(other)
        if present is None or present not in self.known:
            return present != first
        return self.known[first].order < self.known[present].order
