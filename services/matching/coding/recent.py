"""Answers kept for a while: titles and their words come again and again."""

from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Asks for what was not asked lately, in one go; keeps at most `most` answers.

    Threads may share it: an answer lost to another thread's is asked for again.
    """

    def __init__(self, ask: Callable[[list[K]], Iterable[V]], most: int) -> None:
        self._ask = ask
        self._most = most
        self._kept: dict[K, V] = {}

    def of(self, asked: Iterable[K]) -> dict[K, V]:
        """The answer to each, new or kept."""
        kept, every = self._kept, list(dict.fromkeys(asked))
        found = {one: kept[one] for one in every if one in kept}
        unknown = [one for one in every if one not in found]
        if unknown:
            found.update(zip(unknown, self._ask(unknown), strict=True))
            older = kept if len(kept) + len(unknown) <= self._most else {}
            self._kept = {**older, **dict(list(found.items())[-self._most :])}
        return found
