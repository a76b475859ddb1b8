"""Everything that is wrong with a query, gathered so that a caller hears of it all at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shared.web.faults import Fault, fault

_LONGEST_SHOWN = 60


class Meaningless(ValueError):
    """One part of a query that means nothing for the table; `faults` says why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


class Refusals:
    """Faults with the place of each: a JSON pointer, or `?name` of a parameter."""

    def __init__(self, found: Sequence[tuple[str, Fault]] = ()) -> None:
        self.found = list(found)

    def add(self, where: str, code: str, **values: Any) -> None:
        """Keep a fault."""
        self.found.append((where, fault(code, **values)))

    def at(self, where: str) -> "_Place":
        """Keep what is found meaningless inside a `with`, and go on after it."""
        return _Place(self, where)


@dataclass(frozen=True)
class _Place:
    refusals: Refusals
    where: str

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: Any, error: BaseException | None, __: Any) -> bool:
        if not isinstance(error, Meaningless):
            return False
        self.refusals.found += [(self.where, found) for found in error.faults]
        return True


def refusal(code: str, **values: Any) -> Meaningless:
    """The refusal for one reason."""
    return Meaningless([fault(code, **values)])


def shown(value: object) -> str:
    """What a caller wrote, short enough to be told back."""
    text = str(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
