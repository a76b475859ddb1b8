"""Organisations and keys in a database that all services read.

When to use: to know the caller of a request. When not to: for anything a service keeps of its
own; a record carries its provider's id and needs nothing from here.
"""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, bindparam, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from shared.access.callers import Caller
from shared.access.keys import NewKey, key_id_of, make_key, matches
from shared.access.roles import ALL_SCOPES, Role, Scope
from shared.access.tables import api_keys, metadata, organisations
from shared.db.engine import transaction
from shared.text import tidy

__all__ = ["AccessStore", "KeyRow", "OrganisationExists", "UnknownOrganisation", "metadata"]

log = logging.getLogger(__name__)


class UnknownOrganisation(Exception):
    """No organisation has this id."""


class UnknownKey(Exception):
    """No valid key has this id, or another took its place already."""


class OrganisationExists(Exception):
    """An organisation with this id exists under another role."""


@dataclass(frozen=True)
class KeyRow:
    """A key as it may be listed: never the key itself. `scopes` None means all."""

    key_id: str
    organisation: str
    role: Role
    created_at: str
    revoked_at: str | None
    scopes: frozenset[str] | None
    expires_at: str | None
    last_used_on: str | None
    replaced_by: str | None


class AccessStore:
    """Reads and writes organisations and keys; `clock` gives the time with its zone."""

    def __init__(
        self, engine: Engine, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.engine = engine
        self._clock = clock
        self._given_up: frozenset[tuple[str, str]] = frozenset()

    def add_organisation(self, organisation: str, name: str, role: Role) -> None:
        """Register an organisation; again with the same role changes nothing.

        Raises:
            OrganisationExists: it is registered under another role.
            ValueError: the id cannot open a record's key, `organisation/record`.
        """
        if not organisation or "/" in organisation or tidy(organisation) != organisation:
            raise ValueError("an id has no slash, hidden character or outer space")
        with transaction(self.engine) as connection:
            known = _organisation(connection, organisation)
            if known is None:
                connection.execute(
                    insert(organisations).values(
                        id=organisation, name=name, role=role, created_at=self._now()
                    )
                )
            elif known.role != role:
                raise OrganisationExists(f"{organisation} is registered as {known.role}")

    def organisations(self) -> dict[str, str]:
        """Id -> name of every organisation."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(organisations.c.id, organisations.c.name))
            return {row.id: row.name for row in rows}

    def organisation(self, organisation: str) -> tuple[str, Role] | None:
        """Name and role of an organisation; None when nobody has this id."""
        with self.engine.connect() as connection:
            row = _organisation(connection, organisation)
        return (row.name, Role(row.role)) if row else None

    def issue_key(
        self,
        organisation: str,
        scopes: Collection[Scope] | None = None,
        expires_at: datetime | None = None,
    ) -> NewKey:
        """A new key for the organisation; its text cannot be had again.

        Raises:
            UnknownOrganisation: nobody has this id.
        """
        with transaction(self.engine) as connection:
            if _organisation(connection, organisation) is None:
                raise UnknownOrganisation(organisation)
            stated = None if scopes is None else " ".join(sorted(scopes))
            expires = None if expires_at is None else _written(expires_at)
            return self._add_key(connection, organisation, stated, expires)

    def rotate(self, key_id: str, grace: timedelta) -> NewKey:
        """A key that takes the place of another, which ends when `grace` is over, if not before.

        The new key has the scopes of the old one and, if that was to expire, as long a life.

        Raises:
            UnknownKey: there is no such key, it was revoked or replaced, or it has expired.
        """
        now = self._clock()
        with transaction(self.engine) as connection:
            row = connection.execute(_TO_REPLACE, {"id": key_id, "now": _written(now)}).first()
            if row is None:
                raise UnknownKey(key_id)
            expires = _as_long_from(now, row)
            new = self._add_key(connection, row.organisation_id, row.scopes, expires)
            ends = min(row.expires_at or _NEVER, _written(now + grace))
            connection.execute(
                update(api_keys)
                .where(api_keys.c.key_id == key_id)
                .values(expires_at=ends, replaced_by=new.key_id)
            )
        return new

    def revoke(self, key_id: str) -> bool:
        """End a key at once; False when there is no such key or it was revoked before."""
        statement = (
            update(api_keys)
            .where(api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None))
            .values(revoked_at=self._now())
        )
        with transaction(self.engine) as connection:
            return connection.execute(statement).rowcount == 1

    def list_keys(self) -> list[KeyRow]:
        """Every key, oldest first."""
        statement = (
            select(api_keys, organisations.c.role)
            .join(organisations)
            .order_by(api_keys.c.created_at, api_keys.c.key_id)
        )
        with self.engine.connect() as connection:
            return [_shown(row) for row in connection.execute(statement)]

    def authenticate(self, text: str) -> Caller | None:
        """The caller this key belongs to, or None.

        Asked of the database each time, so that a key that was revoked ends with that.
        """
        key_id = key_id_of(text)
        if key_id is None:
            return None
        now = self._now()
        with self.engine.connect() as connection:
            row = connection.execute(_BY_KEY, {"id": key_id, "now": now}).first()
        if row is None or not matches(text, row.digest):
            return None
        if row.last_used_on != now[:10]:
            self._note_use(key_id, now[:10])
        scopes = ALL_SCOPES if row.scopes is None else frozenset(row.scopes.split())
        return Caller(row.id, row.name, Role(row.role), key_id, scopes)

    def ping(self) -> None:
        """Raise what the database raises when it is away."""
        with self.engine.connect() as connection:
            connection.execute(select(1))

    def _add_key(
        self, connection: Connection, organisation: str, scopes: str | None, expires: str | None
    ) -> NewKey:
        key = make_key()
        connection.execute(
            insert(api_keys).values(
                key_id=key.key_id,
                organisation_id=organisation,
                digest=key.digest,
                created_at=self._now(),
                scopes=scopes,
                expires_at=expires,
            )
        )
        return key

    def _note_use(self, key_id: str, day: str) -> None:
        """Once a day and key. A caller is not refused because this could not be written."""
        if (key_id, day) in self._given_up:
            return
        try:
            with transaction(self.engine) as connection:
                connection.execute(
                    update(api_keys).where(api_keys.c.key_id == key_id).values(last_used_on=day)
                )
        except DBAPIError as error:
            log.warning("the use of a key was not noted", exc_info=error)
            today = {tried for tried in self._given_up if tried[1] == day}
            self._given_up = frozenset(today | {(key_id, day)})

    def _now(self) -> str:
        return _written(self._clock())


_valid = (
    api_keys.c.revoked_at.is_(None),
    or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > bindparam("now")),
)
_BY_KEY = (
    select(
        api_keys.c.digest,
        api_keys.c.scopes,
        api_keys.c.last_used_on,
        organisations.c.id,
        organisations.c.name,
        organisations.c.role,
    )
    .join(organisations)
    .where(api_keys.c.key_id == bindparam("id"), *_valid)
)
_TO_REPLACE = (
    select(api_keys)
    .where(api_keys.c.key_id == bindparam("id"), api_keys.c.replaced_by.is_(None), *_valid)
    .with_for_update()  # two that replace one key at once take turns
)
_NEVER = "9999"


def _organisation(connection: Connection, organisation: str) -> Row[Any] | None:
    return connection.execute(
        select(organisations).where(organisations.c.id == organisation)
    ).first()


def _shown(row: Row[Any]) -> KeyRow:
    scopes = None if row.scopes is None else frozenset(row.scopes.split())
    return KeyRow(
        row.key_id,
        row.organisation_id,
        Role(row.role),
        row.created_at,
        row.revoked_at,
        scopes,
        row.expires_at,
        row.last_used_on,
        row.replaced_by,
    )


def _as_long_from(now: datetime, row: Row[Any]) -> str | None:
    if row.expires_at is None:
        return None
    lived = datetime.fromisoformat(row.expires_at) - datetime.fromisoformat(row.created_at)
    return _written(now + lived)


def _written(moment: datetime) -> str:
    """As it is kept: in UTC, so that the order of texts is the order of moments."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
