"""The loop that compares vacancies posted or changed, a few at a time, after the door answered.

Reading and comparing hold no lock. What was found is written in one transaction with the mark that
it was compared; only one loop runs at a time, so nothing else changes what it rests on.
"""

import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row

from services.ingestion.duplicates.advertising import Compared, compared, kept, row_of
from services.ingestion.duplicates.electing import Election
from services.ingestion.duplicates.likeness import WINDOW
from services.ingestion.store import duplicates as store
from shared.bus.turns import Turns
from shared.contracts import Vacancy
from shared.correlation import correlation_id
from shared.db.engine import transaction

AT_ONCE = 100
IDLE_SECONDS = 0.5
LONGEST_REST = 1.0
MOST_OTHERS = 400
"""So many are compared with one vacancy: those that repeat none, then those it meets most often."""

_vacancy = msgspec.json.Decoder(Vacancy).decode


class Comparing:
    """Compares what is behind, until nothing is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.turns = Turns("ingestion-duplicates", engine, self._step_and_rest, IDLE_SECONDS)

    def _step_and_rest(self) -> int:
        """Rest as long as the step took: the other loops of the process come first."""
        began = time.monotonic()
        count = self.step()
        time.sleep(min(time.monotonic() - began, LONGEST_REST))
        return count

    def step(self) -> int:
        """Compare up to 100 vacancies with what is like them; how many there were."""
        work = self.look()
        if work is None:
            return 0
        self.finish(work)
        return len(work.versions)

    def look(self) -> "Step | None":
        """What becomes of vacancies that are behind; None where none is."""
        with self._engine.connect() as connection:
            rows = store.uncompared(connection, AT_ONCE)
            return Step(connection, rows) if rows else None

    def finish(self, work: "Step") -> None:
        """Write it, unless what it rests on has changed: then it is looked at anew."""
        correlation_id.set(str(uuid.uuid4()))
        with transaction(self._engine) as connection:
            if work.holds(connection):
                work.write(connection)


class Step:
    """What becomes of some vacancies; an erased one has no content."""

    def __init__(self, connection: Connection, rows: Sequence[Row[Any]]) -> None:
        self.versions = {row.key: row.version for row in rows}
        self._gone = [row.key for row in rows if row.content is None]
        before = store.advertised(connection, self.versions)
        self._before = {key: kept(row) for key, row in before.items()}
        self._decisions = store.decisions(connection, self.versions)
        self._now = self._read(rows)
        others = self._others(connection)
        decided = {k: d.repeats for k, d in self._decisions.items() if d.repeats is not None}
        self._former = {row.key: row.duplicate_of for row in rows}
        self._election = self._candidates(connection, others, decided)
        for one in sorted(self._now.values(), key=lambda one: one.order):
            self._election.elect(one.key, others[one.key])
        self._follow(connection)

    def _read(self, rows: Sequence[Row[Any]]) -> dict[str, Compared]:
        alone = {key for key, made in self._decisions.items() if made.verdict == "own"}
        found = {}
        for row in rows:
            if row.content is not None:
                one = compared(row.key, row.content_hash, _vacancy(row.content), row.closed_on)
                found[row.key] = replace(one, alone=row.key in alone)
        return found

    def _others(self, connection: Connection) -> dict[str, list[str]]:
        """Vacancy -> those that it meets in some block, first those that repeat none."""
        days = [one.parts.day for one in self._now.values()]
        members: dict[int, set[str]] = defaultdict(set)
        is_lead: dict[str, bool] = {}
        if days:
            blocks = {block for one in self._now.values() for block in one.asks}
            span = (min(days) - WINDOW, max(days) + WINDOW)
            for row in store.meeting(connection, blocks, span):
                if row.key not in self.versions:
                    members[row.block].add(row.key)
                    is_lead[row.key] = row.is_lead
        for one in self._now.values():
            for block in one.blocks:
                members[block].add(one.key)
        found = {}
        for one in self._now.values():
            met = Counter(key for block in one.asks for key in members[block])
            del met[one.key]
            ordered = sorted(met, key=lambda key: (not is_lead.get(key, True), -met[key], key))
            found[one.key] = ordered[:MOST_OTHERS]
        return found

    def _candidates(
        self, connection: Connection, others: Mapping[str, Iterable[str]], decided: dict[str, str]
    ) -> Election:
        met = {key for keys in others.values() for key in keys}.union(decided.values())
        rows = store.advertised(connection, met.difference(self.versions))
        known = {key: kept(row) for key, row in rows.items()} | self._now
        repeats = {key: row.duplicate_of for key, row in rows.items()}
        own = {key: named for key, named in self._former.items() if key in self._now}
        return Election(known, repeats | own, decided)

    def _follow(self, connection: Connection) -> None:
        """Whoever repeats one that is gone, has changed or repeats another now is compared anew."""
        left = [key for key in self._gone if key in self._before]
        for key, one in self._now.items():
            former = self._before.get(key)
            if (
                former is None
                or former.state != one.state
                or self._election.repeats[key] != self._former[key]
            ):
                left.append(key)
        if left:
            self._election.again |= {
                key for key in store.following(connection, left) if key not in self._now
            }

    def holds(self, connection: Connection) -> bool:
        """Hold all rows that will be written; False where what it rests on has changed since."""
        held = store.hold(connection, {*self.versions, *self._election.again})
        is_same = all(held.get(key) == version for key, version in self.versions.items())
        return is_same and store.decisions(connection, self.versions) == self._decisions

    def write(self, connection: Connection) -> None:
        """Everything found, and that it was; the rows compared are held."""
        election = self._election
        places = [(b, o.parts.day, key) for key, o in self._before.items() for b in o.blocks]
        store.forget(connection, list(self._before), places)
        rows = [row_of(one, self._evidence(key)) for key, one in self._now.items()]
        stood = [(b, one.parts.day, key) for key, one in self._now.items() for b in one.blocks]
        store.keep(connection, rows, stood)
        changed = {key: election.repeats[key] for key in self._now}
        store.tell(connection, {k: v for k, v in changed.items() if v != self._former[k]})
        if self._gone:
            store.repeat_nothing(connection, self._gone)
        store.mark_compared(connection, list(self.versions))
        store.compare_again(connection, election.again)

    def _evidence(self, key: str) -> str | None:
        found = self._election.evidence.get(key)
        return None if found is None else msgspec.json.encode(found).decode()
