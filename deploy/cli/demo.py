"""`lmis demo`: synthetic records for trying things out."""

import click

from deploy.cli.console import progress
from deploy.demonstration.loading import load_records
from deploy.demonstration.records import GRADUATES, VACANCIES
from shared.settings import Settings


@click.command()
@click.pass_obj
def demo(settings: Settings) -> None:
    """Load synthetic graduates and vacancies; only in demonstration mode (LMIS_DEMO=1)."""
    if not settings.demonstration:
        raise click.ClickException("LMIS_DEMO=1 is needed: synthetic records never mix with real")
    with progress("loading synthetic records", GRADUATES + VACANCIES) as advance:
        count = load_records(settings, advance)
    click.echo(f"loaded {count} synthetic records")
