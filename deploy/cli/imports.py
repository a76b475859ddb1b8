"""`lmis import`: a file of graduates or vacancies through the same uploads as over HTTP."""

import re
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

import click

from deploy.cli.console import Advance, progress
from services.ingestion.batches import (
    Batches,
    BatchRefused,
    TooLarge,
    Wanted,
    all_results,
    as_csv,
    batch_shown,
    fault_list,
    find,
    open_batch,
    process_alone,
    receive,
)
from services.ingestion.domain import Kind
from services.ingestion.handlers import Door
from services.ingestion.importers.profile import shipped_profiles
from services.ingestion.profiles.keeping import ProfileRefused, find_profile, keep_profile
from services.ingestion.store import Batch
from shared.db.engine import make_engine
from shared.settings import Settings

_BLOCK = 1024 * 1024
_LOOK_AGAIN = 0.2


@click.command("import")
@click.argument("kind", type=click.Choice(get_args(Kind)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--profile",
    required=True,
    help=f"one of the organisation's profiles, a shipped one ({', '.join(shipped_profiles())}), "
    "or the path of a YAML file, which becomes the organisation's profile of that name",
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
@click.option("--dry-run", is_flag=True, help="check every row, keep none")
@click.pass_obj
def import_(
    settings: Settings,
    kind: str,
    file: Path,
    profile: str,
    organisation: str,
    rejects: Path | None,
    as_of: datetime | None,
    dry_run: bool,
) -> None:
    """Import FILE of KIND; importing it again changes nothing."""
    engine = make_engine(settings.database("ingestion"))
    door = Door(engine, settings.pseudonym_secret(), settings.demonstration)
    batches = Batches.of(door, settings)
    try:
        wanted = Wanted(
            cast(Kind, kind),
            _profile(door, organisation, profile),
            file.name,
            dry_run,
            as_of.date() if as_of else None,
        )
        batch = _processed(batches, organisation, wanted, file)
        listed = rejects or Path(f"{file.name}.rejects.csv")
        _list_rejects(batches, batch, listed)
        _show(batches, batch, listed)
    except (BatchRefused, ProfileRefused, TooLarge) as error:
        raise click.ClickException(str(error)) from error
    finally:
        engine.dispose()


def _profile(door: Door, organisation: str, stated: str) -> str:
    """The profile's name; that of a file is kept first, unless it is known as it stands."""
    path = Path(stated)
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        return stated
    name = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower())
    text = path.read_text("utf-8-sig")
    known = find_profile(door.engine, organisation, name)
    if known is None or known.text != text:
        keep_profile(door.engine, organisation, name, text)
    return name


def _processed(batches: Batches, organisation: str, wanted: Wanted, file: Path) -> Batch:
    """The file as a batch at its end, processed here unless a worker was first."""
    batch = open_batch(batches, organisation, wanted)
    batch = receive(batches, organisation, batch.id, _blocks(file))
    never = threading.Event()
    with progress(f"importing {file.name}") as advance:
        counted = _Increments(advance)
        while not batch.is_ended:
            if not process_alone(batches, batch.id, never, counted.told):
                never.wait(_LOOK_AGAIN)
            batch = find(batches, organisation, batch.id)
            counted.told(batch)
    return batch


def _blocks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            yield block


class _Increments:
    """Turns a running total into steps of a progress bar."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._shown = 0

    def told(self, batch: Batch) -> None:
        self._advance(batch.read - self._shown)
        self._shown = batch.read


def _list_rejects(batches: Batches, batch: Batch, path: Path) -> None:
    """For its owner's eyes: the list shows texts of the file."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    with path.open("wb") as stream:
        stream.writelines(as_csv(fault_list(all_results(batches, batch))))


def _show(batches: Batches, batch: Batch, rejects: Path) -> None:
    shown = batch_shown(batches, batch, "en")
    counts = shown["counts"]
    click.echo(
        f"read {counts['read']}: created {counts['created']}, updated {counts['updated']}, "
        f"unchanged {counts['unchanged']}, rejected {counts['rejected']}"
    )
    for note in (shown["reading"] or {}).get("notes", ()):
        click.echo(f"  {note}")
    for field, count in sorted(shown["left_out"].items()):
        click.echo(f"  {field}: {count} texts were not understood and left out")
    if batch.rejected:
        click.echo(f"rejected rows and reasons: {rejects}")
    if shown["failure"]:
        row = shown["failure"]["row"]
        place = f"after row {row}: " if row else ""
        raise click.ClickException(f"{place}{shown['failure']['detail']}")
