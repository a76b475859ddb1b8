"""Mapping profiles that organisations keep: a row for each version, none of which changes."""

from dataclasses import dataclass

from sqlalchemy import Column, Connection, Integer, Table, Text, func, insert, select

from services.ingestion.store.tables import metadata

profiles = Table(
    "profiles",
    metadata,
    Column("organisation", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("content", Text),  # none in the version that deletes the profile
    Column("recorded_at", Text, nullable=False),
)


@dataclass(frozen=True)
class ProfileVersion:
    """One version of a profile; without `content` the profile was deleted by it."""

    organisation: str
    name: str
    version: int
    kind: str
    content: str | None
    recorded_at: str


def find_profile(
    connection: Connection, organisation: str, name: str, version: int | None = None
) -> ProfileVersion | None:
    """That version, or the newest one; None when there is none."""
    statement = select(profiles).where(
        profiles.c.organisation == organisation, profiles.c.name == name
    )
    if version is not None:
        statement = statement.where(profiles.c.version == version)
    row = connection.execute(statement.order_by(profiles.c.version.desc()).limit(1)).first()
    return None if row is None else ProfileVersion(**row._mapping)


def list_profiles(
    connection: Connection, organisation: str, after: str = "", limit: int | None = None
) -> list[ProfileVersion]:
    """The newest version of each profile that is not deleted, by name, after the name `after`."""
    newest = (
        select(profiles.c.name, func.max(profiles.c.version).label("version"))
        .where(profiles.c.organisation == organisation, profiles.c.name > after)
        .group_by(profiles.c.name)
        .subquery()
    )
    statement = (
        select(profiles)
        .join(
            newest,
            (profiles.c.name == newest.c.name) & (profiles.c.version == newest.c.version),
        )
        .where(profiles.c.organisation == organisation, profiles.c.content.is_not(None))
        .order_by(profiles.c.name)
        .limit(limit)
    )
    return [ProfileVersion(**row._mapping) for row in connection.execute(statement)]


def add_profile_version(connection: Connection, version: ProfileVersion) -> None:
    """Keep a version; IntegrityError when another writer has kept it already."""
    connection.execute(insert(profiles).values(**vars(version)))
