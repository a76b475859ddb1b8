"""Organisations and keys in a database that all services read.

When to use: to know the caller of a request. When not to: for anything a service keeps of its
own; a record carries its provider's id and needs nothing from here.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import Column, Engine, ForeignKey, MetaData, Table, Text, insert, select, update

from shared.access.keys import NewKey, key_id_of, make_key, matches
from shared.db.engine import transaction
from shared.text import tidy

metadata = MetaData()

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("revoked_at", Text),
)


class Role(StrEnum):
    """What an organisation is to the system."""

    UNIVERSITY = "university"
    EMPLOYER = "employer"
    POLICYMAKER = "policymaker"
    OPERATOR = "operator"


class UnknownOrganisation(Exception):
    """No organisation has this id."""


class OrganisationExists(Exception):
    """An organisation with this id exists under another role."""


@dataclass(frozen=True)
class Caller:
    """The organisation behind a request."""

    organisation: str
    name: str
    role: Role


@dataclass(frozen=True)
class KeyRow:
    """A key as it may be listed: never the key itself."""

    key_id: str
    organisation: str
    role: Role
    created_at: str
    revoked_at: str | None


class AccessStore:
    """Reads and writes organisations and keys."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add_organisation(self, organisation: str, name: str, role: Role) -> None:
        """Register an organisation; again with the same role changes nothing.

        Raises:
            OrganisationExists: it is registered under another role.
            ValueError: the id cannot open a record's key, `organisation/record`.
        """
        if not organisation or "/" in organisation or tidy(organisation) != organisation:
            raise ValueError("an id has no slash, hidden character or outer space")
        with transaction(self.engine) as connection:
            known = connection.execute(
                select(organisations.c.role).where(organisations.c.id == organisation)
            ).scalar()
            if known is None:
                connection.execute(
                    insert(organisations).values(
                        id=organisation, name=name, role=role, created_at=_now()
                    )
                )
            elif known != role:
                raise OrganisationExists(f"{organisation} is registered as {known}")

    def organisations(self) -> dict[str, str]:
        """Id -> name of every organisation."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(organisations.c.id, organisations.c.name))
            return {row.id: row.name for row in rows}

    def issue_key(self, organisation: str) -> NewKey:
        """A new key for the organisation; its text cannot be had again.

        Raises:
            UnknownOrganisation: nobody has this id.
        """
        key = make_key()
        with transaction(self.engine) as connection:
            if not connection.execute(
                select(organisations.c.id).where(organisations.c.id == organisation)
            ).first():
                raise UnknownOrganisation(organisation)
            connection.execute(
                insert(api_keys).values(
                    key_id=key.key_id,
                    organisation_id=organisation,
                    digest=key.digest,
                    created_at=_now(),
                )
            )
        return key

    def revoke(self, key_id: str) -> bool:
        """End a key at once; False when there is no such key or it was revoked before."""
        statement = (
            update(api_keys)
            .where(api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None))
            .values(revoked_at=_now())
        )
        with transaction(self.engine) as connection:
            return connection.execute(statement).rowcount == 1

    def list_keys(self) -> list[KeyRow]:
        """Every key, oldest first."""
        statement = (
            select(
                api_keys.c.key_id,
                api_keys.c.organisation_id,
                organisations.c.role,
                api_keys.c.created_at,
                api_keys.c.revoked_at,
            )
            .join(organisations)
            .order_by(api_keys.c.created_at, api_keys.c.key_id)
        )
        with self.engine.connect() as connection:
            rows = connection.execute(statement).all()
        return [KeyRow(r[0], r[1], Role(r[2]), r[3], r[4]) for r in rows]

    def authenticate(self, text: str) -> Caller | None:
        """The caller this key belongs to, or None."""
        key_id = key_id_of(text)
        if key_id is None:
            return None
        statement = (
            select(
                api_keys.c.digest, organisations.c.id, organisations.c.name, organisations.c.role
            )
            .join(organisations)
            .where(api_keys.c.key_id == key_id, api_keys.c.revoked_at.is_(None))
        )
        with self.engine.connect() as connection:
            row = connection.execute(statement).first()
        if row is None or not matches(text, row.digest):
            return None
        return Caller(row.id, row.name, Role(row.role))

    def ping(self) -> None:
        """Raise what the database raises when it is away."""
        with self.engine.connect() as connection:
            connection.execute(select(1))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
