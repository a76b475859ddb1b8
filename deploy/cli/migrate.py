"""`lmis migrate`: the tables that must exist before the services start."""

import click

from deploy.databases import migrate_all
from shared.settings import Settings


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring every database up to date."""
    for name in migrate_all(settings):
        click.echo(f"{name}: up to date")
