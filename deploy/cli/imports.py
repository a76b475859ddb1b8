"""`lmis import`: a file of graduates or vacancies through a mapping profile and the real door."""

from datetime import datetime
from pathlib import Path
from typing import cast, get_args

import click

from deploy.cli.console import Advance, progress
from services.ingestion.domain import Kind
from services.ingestion.handlers import Door
from services.ingestion.importers.profile import ProfileFault, load_profile, shipped_profiles
from services.ingestion.importers.run import Summary, import_file
from services.ingestion.importers.unreadable import UnreadableFile
from shared.db.engine import make_engine
from shared.settings import Settings


@click.command("import")
@click.argument("kind", type=click.Choice(get_args(Kind)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--profile",
    required=True,
    help=f"a shipped profile ({', '.join(shipped_profiles())}) or the path of a YAML file",
)
@click.option("--organisation", required=True, help="id of the provider the records belong to")
@click.option(
    "--rejects",
    type=click.Path(dir_okay=False, path_type=Path),
    help="where to list rejected rows; FILE.rejects.csv in the working directory unless given",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="the day the file was made, for profiles that read relative dates",
)
@click.pass_obj
def import_(
    settings: Settings,
    kind: str,
    file: Path,
    profile: str,
    organisation: str,
    rejects: Path | None,
    as_of: datetime | None,
) -> None:
    """Import FILE of KIND; importing it again changes nothing."""
    engine = make_engine(settings.database("ingestion"))
    door = Door(engine, settings.pseudonym_secret(), settings.demonstration)
    try:
        with progress(f"importing {file.name}") as advance:
            summary = import_file(
                file,
                load_profile(profile),
                cast(Kind, kind),
                organisation,
                door,
                rejects_path=rejects or Path(f"{file.name}.rejects.csv"),
                as_of=as_of.date() if as_of else None,
                progress=_Increments(advance).report,
            )
    except (ProfileFault, UnreadableFile) as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()
    _show(summary)


class _Increments:
    """Turns a running total into steps of a progress bar."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._shown = 0

    def report(self, summary: Summary) -> None:
        self._advance(summary.read - self._shown)
        self._shown = summary.read


def _show(summary: Summary) -> None:
    click.echo(
        f"read {summary.read}: created {summary.created}, updated {summary.updated}, "
        f"unchanged {summary.unchanged}, rejected {summary.rejected}"
    )
    for field, count in sorted(summary.unread.items()):
        click.echo(f"  {field}: {count} texts were not understood and left out")
    if summary.rejected:
        click.echo(f"rejected rows and reasons: {summary.rejects_path}")
