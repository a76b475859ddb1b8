"""`lmis release`: freeze the figures as they are now."""

from datetime import datetime

import click

from services.reporting.publication.freezing import ReleaseRefused
from services.reporting.publication.freezing import release as freeze
from services.reporting.publication.ledger import PayBudget
from services.reporting.publication.naming import named
from services.reporting.publication.signing import Signer
from services.reporting.window import thai_today
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.settings import Settings, SettingsError


@click.command()
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date of the release, on which vacancies count as open; today in Thailand.",
)
@click.option(
    "--as", "version", metavar="VERSION", help="Version, such as 2.0.0; else by the changes."
)
@click.pass_obj
def release(settings: Settings, date: datetime | None, version: str | None) -> None:
    """Freeze all tables as a signed release; its version follows from what changed."""
    engine = make_engine(settings.database("reporting"))
    access = AccessStore(make_engine(settings.database("access")))
    try:
        made = freeze(
            engine,
            named(access.organisations()),
            date.date() if date else thai_today(),
            Signer(settings.signing_secret()),
            version,
            PayBudget(settings.pay_epsilon, settings.pay_budget),
        )
    except (ReleaseRefused, SettingsError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
        access.engine.dispose()
    click.echo(f"release {made.entry.version} of {made.entry.issued}, {len(made.files)} files")
    click.echo(f"SHA-256 of its manifest: {made.entry.digest}")
