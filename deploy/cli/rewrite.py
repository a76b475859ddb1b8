"""`lmis rewrite`: databases written anew, so that nothing erased stays in their files."""

import click

from deploy.databases import MIGRATIONS
from shared.db.engine import make_engine
from shared.db.rewriting import InUse, rewrite_all
from shared.settings import Settings


@click.command()
@click.pass_obj
def rewrite(settings: Settings) -> None:
    """Write every database anew, as its owner; nobody reads or writes a table meanwhile."""
    for name in MIGRATIONS:
        engine = make_engine(settings.database(name))
        try:
            rewrite_all(engine)
        except InUse as error:
            raise click.ClickException(f"{name} is in use; try again in a quiet hour") from error
        finally:
            engine.dispose()
        click.echo(f"{name} is written anew")
