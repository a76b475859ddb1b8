"""`lmis keys`: organisations and their API keys."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

import click

from deploy.cli.console import show_table
from shared.access import AccessStore, KeyRow, Role, Scope
from shared.access.store import OrganisationExists, UnknownKey, UnknownOrganisation
from shared.db.engine import make_engine
from shared.settings import Settings

THAI_TIME = timezone(timedelta(hours=7))
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
Command = TypeVar("Command", bound=Callable[..., Any])


def _span(_: click.Context, __: click.Parameter, value: str) -> timedelta:
    found = re.fullmatch(r"([0-9]{1,4})([mhd])", value)
    if found is None:
        raise click.BadParameter(f"{value!r} is not like 90m, 12h or 7d")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.group()
@click.pass_context
def keys(context: click.Context) -> None:
    """Organisations and their API keys."""
    settings: Settings = context.obj
    context.obj = AccessStore(make_engine(settings.database("access")))


def _made_for(command: Command) -> Command:
    """The options that say what a new key is good for, and until when."""
    options = [
        click.option(
            "--scope",
            "scopes",
            multiple=True,
            type=click.Choice([scope.value for scope in Scope]),
            help="what the key is good for, may be repeated; all that the role may do unless given",
        ),
        click.option("--days", type=click.IntRange(1, 3650), help="days that the key lives"),
        click.option(
            "--expires",
            type=click.DateTime(["%Y-%m-%d"]),
            help="the key's last day, in Thai time",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _described(command: Command) -> Command:
    """What is said of an organisation that is registered."""
    roles = click.Choice([role.value for role in Role])
    command = click.option("--name", help="name to show; the id unless given")(command)
    command = click.option("--role", type=roles, required=True)(command)
    return click.argument("organisation")(command)


@keys.command()
@_described
@click.pass_obj
def register(store: AccessStore, organisation: str, role: str, name: str | None) -> None:
    """Register ORGANISATION without a key: its people come with tokens."""
    _register(store, organisation, role, name)
    click.echo(f"registered {organisation} as {role}")


@keys.command()
@_described
@_made_for
@click.pass_obj
def create(
    store: AccessStore,
    organisation: str,
    role: str,
    name: str | None,
    scopes: tuple[str, ...],
    days: int | None,
    expires: datetime | None,
) -> None:
    """Register ORGANISATION if it is new and print a new key, which is shown only now."""
    ends = _end(days, expires)
    _register(store, organisation, role, name)
    click.echo(store.issue_key(organisation, _scopes(scopes), ends).text)


@keys.command()
@click.argument("organisation")
@_made_for
@click.pass_obj
def renew(
    store: AccessStore,
    organisation: str,
    scopes: tuple[str, ...],
    days: int | None,
    expires: datetime | None,
) -> None:
    """Print one more key for ORGANISATION; the others stay valid until they end."""
    try:
        click.echo(store.issue_key(organisation, _scopes(scopes), _end(days, expires)).text)
    except UnknownOrganisation as error:
        raise click.ClickException(f"no organisation {organisation!r}") from error


@keys.command()
@click.argument("key_id")
@click.option("--grace", callback=_span, default="7d", show_default=True, help="90m, 12h or 7d")
@click.pass_obj
def rotate(store: AccessStore, key_id: str, grace: timedelta) -> None:
    """Print a key in the place of KEY_ID, which goes on working until the grace is over.

    The new key is good for the same and, if the old one was to expire, lives as long.
    """
    try:
        click.echo(store.rotate(key_id, grace).text)
    except UnknownKey as error:
        raise click.ClickException(f"no valid key {key_id!r} that was not replaced yet") from error


@keys.command("list")
@click.pass_obj
def list_(store: AccessStore) -> None:
    """Show every key's id, owner, scopes and state; never the key itself."""
    headings = ["key id", "organisation", "last used", "state", "scopes"]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    rows = [
        [
            row.key_id,
            f"{row.organisation} ({row.role})",
            row.last_used_on or "never",
            _state(row, now),
            "all" if row.scopes is None else " ".join(sorted(row.scopes)),
        ]
        for row in store.list_keys()
    ]
    show_table("API keys", headings, rows)


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(store: AccessStore, key_id: str) -> None:
    """End the key KEY_ID at once."""
    if not store.revoke(key_id):
        raise click.ClickException(f"no valid key {key_id!r}")
    click.echo(f"revoked {key_id}")


def _register(store: AccessStore, organisation: str, role: str, name: str | None) -> None:
    try:
        store.add_organisation(organisation, name or organisation, Role(role))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    except OrganisationExists as error:
        raise click.ClickException(str(error)) from error


def _scopes(stated: tuple[str, ...]) -> list[Scope] | None:
    return [Scope(scope) for scope in stated] or None


def _end(days: int | None, last_day: datetime | None) -> datetime | None:
    if days is not None and last_day is not None:
        raise click.UsageError("give either --days or --expires")
    now = datetime.now(UTC)
    end = now + timedelta(days=days) if days is not None else None
    if last_day is not None:
        end = last_day.replace(tzinfo=THAI_TIME) + timedelta(days=1)
    if end is not None and end <= now:
        raise click.BadParameter("lies in the past", param_hint="--expires")
    return end


def _state(row: KeyRow, now: str) -> str:
    if row.revoked_at:
        state = f"revoked {_minute(row.revoked_at)}"
    elif row.expires_at is None:
        state = "valid"
    else:
        state = ("until " if row.expires_at > now else "expired ") + _minute(row.expires_at)
    return f"{state}, replaced by {row.replaced_by}" if row.replaced_by else state


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
