"""`lmis migrate` and `lmis topics`: what must exist before the services start."""

import click

from deploy.databases import migrate_all
from deploy.topics import create_topics
from shared.bus.open_log import open_log
from shared.settings import Settings


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring every database up to date."""
    for name in migrate_all(settings):
        click.echo(f"{name}: up to date")


@click.command()
@click.pass_obj
def topics(settings: Settings) -> None:
    """Make the log's topics and bring their settings up to date."""
    log = open_log(settings.log(), replication=settings.log_replication)
    try:
        for name in create_topics(log):
            click.echo(f"{name}: ready")
    finally:
        log.close()
