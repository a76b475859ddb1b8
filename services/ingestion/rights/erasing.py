"""Erasing graduates: one transaction takes the content, keeps the receipt and notes who asked."""

import re
import secrets
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table

from services.ingestion import store
from services.ingestion.handlers import Door
from services.ingestion.store import Receipt
from shared.audit import Act, digest_of, note
from shared.correlation import correlation_id
from shared.db.engine import transaction
from shared.db.journal import empty_journal
from shared.text import tidy

_PSEUDONYM = re.compile(r"[0-9a-f]{32}")

Forget = Callable[[Collection[str]], int]
"""Takes rows about these records out of what can be read of uploaded files; how many."""
ReceiptId = Callable[[Connection], str]
"""The id of the receipt: the one made before, where the same request is run again."""


@dataclass(frozen=True)
class Erasure:
    """A receipt, and for each key in the order asked its tombstone's version.

    No version: nothing was kept under it.
    """

    receipt: Receipt
    versions: Sequence[tuple[str, int | None]]


def erase_graduates(
    door: Door,
    organisation: str,
    references: Sequence[str],
    forget: Forget,
    receipt_id: ReceiptId,
) -> Erasure:
    """References or pseudonyms -> what is kept under them gone -> GraduateErased for each.

    A reference under which nothing is kept is part of the receipt all the same: files that were
    given before will not bring it in.
    """
    with transaction(door.engine) as connection:
        store.await_takers(connection, organisation)
        name = receipt_id(connection)
        keys = _keys(connection, door, organisation, references)
        erasure = _made_before(connection, organisation, name, keys)
        if erasure is None:
            erasure = _erase(connection, organisation, keys, name)
    forget([record_of(key) for key in keys])
    empty_journal(door.engine)
    return erasure


def erase_graduate(
    door: Door, organisation: str, reference: str, forget: Forget, receipt_id: ReceiptId
) -> Erasure | None:
    """As `erase_graduates` for one; None where nothing is kept and no file can bring it in."""
    own = [door.graduate_record(organisation, tidy(reference)), reference]
    forgotten = forget(own)
    with transaction(door.engine) as connection:
        store.await_takers(connection, organisation)
        name = receipt_id(connection)
        keys = _keys(connection, door, organisation, [reference])
        erasure = _made_before(connection, organisation, name, keys)
        if erasure is None:
            known = forgotten or store.kept_among(connection, store.graduates, keys)
            if not known and not store.has_files_to_come(connection, organisation):
                return None
            erasure = _erase(connection, organisation, keys, name)
    forget(own)  # what a file brought between the two
    empty_journal(door.engine)
    return erasure


def erase_due(connection: Connection, table: Table, provider: str, keys: Sequence[str]) -> Receipt:
    """Records whose time is over -> gone -> their tombstones; the provider's receipt."""
    versions = store.erase_all(connection, table, keys)
    return _keep(connection, provider, table.name, "retention", new_receipt_id(), versions)


def new_receipt_id() -> str:
    """Later ones sort behind earlier ones, and nobody can guess one."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


def _made_before(
    connection: Connection, organisation: str, name: str, keys: Sequence[str]
) -> Erasure | None:
    receipt = store.find_receipt(connection, name, organisation)
    if receipt is None:
        return None
    versions = store.versions_of(connection, name)
    return Erasure(receipt, [(key, versions.get(key)) for key in keys])


def _erase(connection: Connection, provider: str, keys: Sequence[str], name: str) -> Erasure:
    gone = store.erase_all(connection, store.graduates, set(keys))
    versions = {key: gone.get(key) for key in keys}
    receipt = _keep(connection, provider, store.graduates.name, "asked", name, versions)
    return Erasure(receipt, [(key, versions[key]) for key in keys])


def _keep(
    connection: Connection,
    provider: str,
    kind: str,
    reason: str,
    name: str,
    versions: Mapping[str, int | None],
) -> Receipt:
    erased = sum(version is not None for version in versions.values())
    receipt = Receipt(
        id=name,
        provider=provider,
        kind=kind,
        reason=reason,
        asked=len(versions),
        erased=erased,
        erased_at=store.now(),
        correlation_id=correlation_id.get(),
    )
    store.keep_receipt(connection, receipt, versions)
    records = [record_of(key) for key in versions]
    alone = records[0] if len(records) == 1 else None
    digest = None if alone else digest_of(records)
    outcome = f"{reason}: {erased} erased"
    act = Act("erase", kind, provider, alone, len(records), digest, outcome)
    note(connection, store.audit, act)
    return receipt


def _keys(
    connection: Connection, door: Door, organisation: str, references: Sequence[str]
) -> list[str]:
    """The key each reference means: the pseudonym it makes, or the kept one that it already is."""
    own = [f"{organisation}/{door.graduate_record(organisation, tidy(r))}" for r in references]
    given = [f"{organisation}/{r}" if _PSEUDONYM.fullmatch(r) else "" for r in references]
    kept = store.kept_among(connection, store.graduates, {*own, *given})
    return [g if g in kept and o not in kept else o for o, g in zip(own, given, strict=True)]


def record_of(key: str) -> str:
    """The record's own id in its key."""
    return key.split("/", 1)[1]
