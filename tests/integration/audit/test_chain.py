"""The chain of the audit log: whole when nobody touched it, broken by any single change."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, delete, insert, select, update

from shared.audit import (
    SYSTEM,
    Act,
    Actor,
    Broken,
    Chainer,
    Head,
    Verified,
    acting,
    chain_once,
    digest_of,
    head,
    list_entries,
    note,
    note_alone,
    verify,
)
from shared.audit.entry import SAID
from shared.correlation import correlation_id
from shared.db.engine import transaction

READ = Act("read", "graduates", "cu", "0" * 32)


def noted(engine: Engine, audit: Table, count: int) -> None:
    """Write entries that differ, and chain them."""
    for number in range(count):
        note_alone(engine, audit, replace(READ, subject=f"{number:032}"))
    while chain_once(engine, audit, limit=3):
        pass


def verified(engine: Engine, audit: Table, *known: Head) -> Verified:
    with engine.connect() as connection:
        return verify(connection, audit, *known)


def test_an_entry_says_who_did_what_under_which_correlation_id(
    engine: Engine, audit: Table
) -> None:
    acting.set(Actor("cu", "a1b2c3"))
    correlation_id.set("request-1")
    listed = digest_of(["g1", "g2"])
    note_alone(engine, audit, Act("read", "graduates", "cu", None, 2, listed, "done"))
    acting.set(SYSTEM)
    correlation_id.set("")
    with engine.connect() as connection:
        (entry,) = connection.execute(select(audit)).all()
    assert (entry.organisation, entry.key_id, entry.correlation_id) == ("cu", "a1b2c3", "request-1")
    assert (entry.action, entry.subject, entry.count, entry.digest) == ("read", None, 2, listed)
    assert entry.at > "2026"
    assert (entry.position, entry.hash) == (None, None)


def test_an_entry_stands_or_falls_with_its_transaction(engine: Engine, audit: Table) -> None:
    def break_off() -> None:
        with transaction(engine) as connection:
            note(connection, audit, READ)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert verified(engine, audit) == Verified(head_of(engine, audit), waiting=0)


def head_of(engine: Engine, audit: Table) -> Head:
    with engine.connect() as connection:
        return head(connection, audit)


def test_an_untouched_log_is_whole_and_leads_through_its_earlier_heads(
    engine: Engine, audit: Table
) -> None:
    heads = [head_of(engine, audit)]
    for _ in range(3):
        noted(engine, audit, 4)
        heads.append(head_of(engine, audit))
    note_alone(engine, audit, READ)
    for known in heads:
        assert verified(engine, audit, known) == Verified(heads[-1], waiting=1)
    assert heads[-1].position == 12
    assert Head.parse(f"{heads[-1]}\n") == heads[-1]


def test_logs_of_two_services_begin_differently(engine: Engine, audit: Table) -> None:
    audit.info["chain"] = "one"
    first = head_of(engine, audit)
    audit.info["chain"] = "other"
    assert head_of(engine, audit) != first


@pytest.mark.parametrize("text", ["", "3", "3:abc", "x:" + "0" * 64, "3:" + "g" * 64])
def test_what_is_no_head_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="POSITION:HASH"):
        Head.parse(text)


def test_entries_of_many_writers_are_all_chained_once_while_they_write(
    engine: Engine, audit: Table
) -> None:
    stop = threading.Event()
    chainer = threading.Thread(target=Chainer(engine, audit).run, args=(stop,))
    chainer.start()
    with ThreadPoolExecutor(4) as writers:
        for done in [writers.submit(note_alone, engine, audit, READ) for _ in range(60)]:
            done.result()
    stop.set()
    chainer.join()
    while chain_once(engine, audit):
        pass
    assert verified(engine, audit).head.position == 60


def test_own_entries_are_listed_newest_first(engine: Engine, audit: Table) -> None:
    for number in range(3):
        note_alone(engine, audit, replace(READ, subject=str(number)))
        note_alone(engine, audit, replace(READ, provider="ku"))
    with engine.connect() as connection:
        first = list_entries(connection, audit, provider="cu", limit=2)
        rest = list_entries(connection, audit, provider="cu", before=first[-1].id, limit=2)
        about = list_entries(connection, audit, provider="cu", subject="1", limit=9)
        everything = list_entries(connection, audit, provider=None, limit=9)
    assert [entry.subject for entry in (*first, *rest)] == ["2", "1", "0"]
    assert [entry.subject for entry in about] == ["1"]
    assert len(everything) == 6


# Any single change: a value of an entry, an entry taken out or put in, two that trade places.
Tampering = Callable[[Connection, Table], None]
LENGTH = 7
places = st.integers(1, LENGTH)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def other_than(known: Any, drawn: Any) -> Any:
    return drawn if drawn != known else (drawn or 0) + 1 if isinstance(drawn, int) else "x" + drawn


@st.composite
def changed_values(draw: st.DrawFn) -> Tampering:
    name = draw(st.sampled_from([*SAID, "hash", "position"]))
    place, text, number = draw(places), draw(texts), draw(st.integers(100, 2**31 - 2))

    def tamper(connection: Connection, audit: Table) -> None:
        column = audit.c[name]
        row = connection.execute(select(audit).where(audit.c.position == place)).one()
        known = row._mapping[name]
        drawn = number if column.type.python_type is int else text
        changed = other_than(known, drawn)
        connection.execute(update(audit).where(audit.c.id == row.id).values({name: changed}))

    return tamper


@st.composite
def removals(draw: st.DrawFn) -> Tampering:
    place = draw(places)
    return lambda c, audit: c.execute(delete(audit).where(audit.c.position == place)) and None


@st.composite
def unchainings(draw: st.DrawFn) -> Tampering:
    loose = {"position": None, "hash": None}
    place = draw(places)
    return lambda c, audit: (
        c.execute(update(audit).where(audit.c.position == place).values(loose)) and None
    )


@st.composite
def trades(draw: st.DrawFn) -> Tampering:
    """Two entries trade places; the hashes stay where they were, or go along."""
    one, other = draw(st.lists(places, min_size=2, max_size=2, unique=True))
    names = ["position", "hash"] if draw(st.booleans()) else ["position"]

    def tamper(connection: Connection, audit: Table) -> None:
        rows = {
            place: connection.execute(select(audit).where(audit.c.position == place)).one()
            for place in (one, other)
        }
        for place in (one, other):
            changes = dict.fromkeys(names)
            connection.execute(update(audit).where(audit.c.id == rows[place].id).values(changes))
        for place, to in ((one, other), (other, one)):
            values = {name: rows[to]._mapping[name] for name in names}
            connection.execute(update(audit).where(audit.c.id == rows[place].id).values(values))

    return tamper


@st.composite
def insertions(draw: st.DrawFn) -> Tampering:
    """An entry put in, in the place of one that moves on with all that follow it."""
    place = draw(places)

    def tamper(connection: Connection, audit: Table) -> None:
        for later in range(LENGTH, place - 1, -1):
            moved = update(audit).where(audit.c.position == later)
            connection.execute(moved.values(position=later + 1))
        forged = connection.execute(select(audit).where(audit.c.position == place + 1)).one()
        values = {**forged._mapping, "id": 1000, "position": place, "subject": "f" * 32}
        connection.execute(insert(audit).values(values))

    return tamper


@contextmanager
def undone(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection, connection.begin() as all_of_it:
        yield connection
        all_of_it.rollback()


@given(tampering=st.one_of(changed_values(), removals(), unchainings(), trades(), insertions()))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_single_change_of_a_chained_entry_is_found(
    tampering: Tampering, engine: Engine, audit: Table
) -> None:
    if head_of(engine, audit).position == 0:
        noted(engine, audit, LENGTH)
    known = head_of(engine, audit)
    with undone(engine) as connection:
        tampering(connection, audit)
        with pytest.raises(Broken):
            verify(connection, audit, known)
    assert verified(engine, audit, known).head == known
