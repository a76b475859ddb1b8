"""The migrations of each database, and what they make of an empty one."""

import re
from collections.abc import Iterator
from importlib.resources import files

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, MetaData

from deploy.databases import MIGRATIONS

__all__ = ["MIGRATIONS", "differences", "numbering_faults", "versions"]


def versions(package: str) -> list[str]:
    """The names of the package's migrations, in order."""
    folder = files(package) / "versions"
    return sorted(p.name for p in folder.iterdir() if re.match(r"[^_.].*\.py$", p.name))


def numbering_faults(names: list[str]) -> Iterator[str]:
    """A gap, a double, or a name without a number and a meaning."""
    for expected, name in enumerate(names, 1):
        if not re.fullmatch(rf"{expected:04}_[a-z0-9_]+\.py", name):
            yield f"{name} stands where {expected:04}_… is expected"


def differences(engine: Engine, metadata: MetaData) -> list[str]:
    """What the models would still change in the database."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, metadata)]
