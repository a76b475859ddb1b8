"""`lmis rebuild`: empty the read model and replay the log into it."""

import click

from deploy.cli.console import progress
from services.reporting.rebuild import rebuild as rebuild_read_model
from shared.bus.open_log import open_log
from shared.db.engine import make_engine
from shared.settings import Settings


@click.command()
@click.pass_obj
def rebuild(settings: Settings) -> None:
    """Empty the read model and replay the log; readers see the old figures until it is done."""
    log = open_log(settings.log(), replication=settings.log_replication)
    engine = make_engine(settings.database("reporting"))
    try:
        with progress("replaying") as advance:
            summary = rebuild_read_model(engine, log, advance)
    finally:
        log.close()
        engine.dispose()
    click.echo(str(summary))
