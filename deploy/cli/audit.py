"""`lmis audit`: whether the audit logs are whole, and where they end."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import click
from sqlalchemy import Connection, Table

import services.ingestion.store as ingestion
import services.matching.tables as matching
from shared.audit import Broken, Head, head, verify
from shared.db.engine import make_engine
from shared.settings import Settings

LOGS: Mapping[str, Table] = {"ingestion": ingestion.audit, "matching": matching.audit}


@click.group()
def audit() -> None:
    """Audit logs of readings and changes of persons' data."""


@audit.command("verify")
@click.option(
    "--head",
    "noted",
    multiple=True,
    metavar="SERVICE:POSITION:HASH",
    help="a line that `lmis audit head` printed before: the log must lead through it",
)
@click.pass_obj
def verify_(settings: Settings, noted: tuple[str, ...]) -> None:
    """Reckon every entry's hash anew; status 1 at the first entry that is not what it was."""
    heads = [_head(text) for text in noted]
    whole = True
    for name, table in LOGS.items():
        with _reading(settings, name) as connection:
            try:
                found = verify(connection, table, *(head for of, head in heads if of == name))
            except Broken as broken:
                click.echo(f"{name}: {broken}", err=True)
                whole = False
                continue
        click.echo(f"{name}: {found.head.position} entries are whole, {found.waiting} wait")
        click.echo(f"{name}:{found.head}")
    sys.exit(0 if whole else 1)


@audit.command("head")
@click.pass_obj
def head_(settings: Settings) -> None:
    """Print where each log ends; noted elsewhere, it proves what the log held until now."""
    for name, table in LOGS.items():
        with _reading(settings, name) as connection:
            click.echo(f"{name}:{head(connection, table)}")


@contextmanager
def _reading(settings: Settings, name: str) -> Iterator[Connection]:
    engine = make_engine(settings.database(name))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _head(text: str) -> tuple[str, Head]:
    name, _, rest = text.partition(":")
    if name not in LOGS:
        raise click.BadParameter(f"there is no audit log of {name!r}", param_hint="--head")
    try:
        return name, Head.parse(rest)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--head") from error
