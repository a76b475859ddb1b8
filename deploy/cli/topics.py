"""`lmis topics`: the topics that must exist before the services start."""

import click

from deploy.topics import create_topics
from shared.bus.open_log import open_log
from shared.settings import Settings


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
