"""`lmis train`: the mismatch model refitted on the deployment's own tracer answers."""

from datetime import UTC, datetime
from pathlib import Path

import click

from deploy.cli.console import show_table
from services.matching.mismatch import ModelRefused, kept
from services.matching.refitting import Refitted, TooFewAnswers, refit_models
from shared.db.engine import make_engine
from shared.settings import Settings


@click.command()
@click.option("--list", "listed", is_flag=True, help="only list the versions that are kept")
@click.option("--rollback", metavar="VERSION", help="only make VERSION the one that runs")
@click.pass_obj
def train(settings: Settings, listed: bool, rollback: str | None) -> None:
    """Refit the mismatch model on what graduates answered, and promote it when it is better.

    Versions are compared by the answers of every fifth person, on which none is fitted. The
    services load the promoted version when they start.
    """
    models = settings.models() / "mismatch"
    try:
        if rollback:
            kept.promote(models, rollback)
            click.echo(f"{rollback} runs from the next start on")
        elif not listed:
            _show_refitted(_refit(settings, models))
        _show_versions(models)
    except (TooFewAnswers, ModelRefused) as error:
        raise click.ClickException(str(error)) from error


def _refit(settings: Settings, models: Path) -> Refitted:
    engine = make_engine(settings.database("matching"))
    try:
        with engine.connect() as connection:
            return refit_models(connection, models, f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    finally:
        engine.dispose()


def _show_refitted(found: Refitted) -> None:
    headings = ["dimension", "held out", "log loss now", "refitted", "gain, at least"]
    rows = [
        [name, str(c.n), f"{c.running:.4f}", f"{c.candidate:.4f}", f"{c.least_gain:.4f}"]
        for name, c in found.comparisons.items()
    ]
    show_table(f"version {found.version}", headings, rows)
    click.echo("promoted" if found.promoted else "not better: what runs goes on")


def _show_versions(models: Path) -> None:
    rows = [
        [found.version, str(found.figures["sha256"])[:12], "runs" if found.runs else ""]
        for found in kept.versions(models)
    ]
    show_table("versions", ["version", "SHA-256", ""], rows)
