"""What people decide: that a vacancy is a duplicate of another, of none, or as it is found.

A decision stands until it is taken back or made anew, whatever is found meanwhile. The worker
carries it out: the door only keeps it.
"""

from typing import Any

from sqlalchemy import Connection

from services.ingestion import store
from services.ingestion.handlers import Door
from services.ingestion.store.duplicates import Decision, Verdict
from shared.db.engine import transaction


class NotNameable(Exception):
    """The other vacancy is unknown, the same one, or none that the caller was told of."""


def decide(door: Door, decision: Decision, *, as_operator: bool) -> bool:
    """A decision -> kept, and the vacancy compared again; False for an unknown vacancy.

    Raises:
        NotNameable: an employer may name its own vacancies, and what its own are said to repeat.
    """
    with transaction(door.engine) as connection:
        found = store.duplicates.found_of(connection, decision.key)
        if found is None:
            return False
        if decision.repeats is not None:
            _check(connection, decision, found, as_operator)
        former = store.duplicates.decisions(connection, [decision.key]).get(decision.key)
        if former is None or former[:3] != decision[:3]:
            store.duplicates.decide(connection, decision)
    return True


def take_back(door: Door, key: str, organisation: str, role: str) -> bool:
    """The vacancy's decision does not count any more; False for an unknown vacancy."""
    verdict: Verdict = "automatic"
    with transaction(door.engine) as connection:
        if store.duplicates.found_of(connection, key) is None:
            return False
        if store.duplicates.decisions(connection, [key]):
            withdrawal = Decision(key, verdict, None, organisation, role, store.now())
            store.duplicates.decide(connection, withdrawal)
    return True


def _check(connection: Connection, decision: Decision, found: Any, as_operator: bool) -> None:
    named = decision.repeats or ""
    is_own = named.startswith(f"{decision.key.split('/', 1)[0]}/")
    may_name = as_operator or is_own or named == found.duplicate_of
    if named == decision.key or not may_name:
        raise NotNameable
    if store.duplicates.found_of(connection, named) is None:
        raise NotNameable
    seen = {decision.key}
    while named not in seen:
        seen.add(named)
        following = store.duplicates.decisions(connection, [named]).get(named)
        if following is None or following.repeats is None:
            return
        named = following.repeats
    raise NotNameable
