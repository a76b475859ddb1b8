"""`lmis keys`: organisations and their API keys."""

import click

from deploy.cli.console import show_table
from shared.access import AccessStore, Role
from shared.access.store import OrganisationExists, UnknownOrganisation
from shared.db.engine import make_engine
from shared.settings import Settings


@click.group()
@click.pass_context
def keys(context: click.Context) -> None:
    """Organisations and their API keys."""
    settings: Settings = context.obj
    context.obj = AccessStore(make_engine(settings.database("access")))


@keys.command()
@click.argument("organisation")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--name", help="name to show; the id unless given")
@click.pass_obj
def create(store: AccessStore, organisation: str, role: str, name: str | None) -> None:
    """Register ORGANISATION if it is new and print a new key, which is shown only now."""
    try:
        store.add_organisation(organisation, name or organisation, Role(role))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    except OrganisationExists as error:
        raise click.ClickException(str(error)) from error
    click.echo(store.issue_key(organisation).text)


@keys.command()
@click.argument("organisation")
@click.pass_obj
def renew(store: AccessStore, organisation: str) -> None:
    """Print one more key for ORGANISATION; the others stay valid until they are revoked."""
    try:
        click.echo(store.issue_key(organisation).text)
    except UnknownOrganisation as error:
        raise click.ClickException(f"no organisation {organisation!r}") from error


@keys.command("list")
@click.pass_obj
def list_(store: AccessStore) -> None:
    """Show every key's id, owner and state; never the key itself."""
    rows = [
        [row.key_id, row.organisation, row.role, row.created_at, row.revoked_at or "valid"]
        for row in store.list_keys()
    ]
    show_table("API keys", ["key id", "organisation", "role", "created", "state"], rows)


@keys.command()
@click.argument("key_id")
@click.pass_obj
def revoke(store: AccessStore, key_id: str) -> None:
    """End the key KEY_ID at once."""
    if not store.revoke(key_id):
        raise click.ClickException(f"no valid key {key_id!r}")
    click.echo(f"revoked {key_id}")
