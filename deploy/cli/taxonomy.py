"""`lmis taxonomy`: official ESCO releases imported, listed, and put to use."""

from pathlib import Path

import click

from deploy.cli.console import show_table
from shared.settings import Settings
from shared.taxonomy import esco_bundle, esco_release, releases
from shared.taxonomy.esco_bundle import BrokenBundle
from shared.taxonomy.releases import ReleaseRefused

COMMITTED = "committed"
_NEXT = "restart the services, then `lmis recode` assesses kept records under it"


@click.group()
@click.pass_context
def taxonomy(context: click.Context) -> None:
    """Releases of ESCO: import an official bundle, choose the one in use."""
    settings: Settings = context.obj
    context.obj = settings.taxonomies()


@taxonomy.command("import")
@click.argument(
    "zips", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--version", help="the release's version; read from the files' names unless given")
@click.pass_obj
def import_(directory: Path, zips: tuple[Path, ...], version: str | None) -> None:
    """Import an official bundle: ZIPS with the classification (English, CSV) and its relations."""
    stated = version or esco_bundle.stated_version(zips)
    if stated is None:
        raise click.UsageError("the files' names state no version: give --version")
    try:
        name = esco_release.import_release(directory, esco_bundle.read(zips), stated)
    except (BrokenBundle, ReleaseRefused) as error:
        raise click.ClickException(str(error)) from error
    for what, count in releases.read_manifest(directory, name)["counts"].items():
        click.echo(f"{what}: {count}")
    click.echo(f"imported {name}; `lmis taxonomy use {name}` puts it to use")


@taxonomy.command("list")
@click.pass_obj
def list_(directory: Path) -> None:
    """Show the imported releases and which one is in use."""
    chosen = releases.in_use(directory)
    rows = [[COMMITTED, "", "", "in use" if chosen is None else ""]]
    for name in releases.names(directory):
        rows.append([name, *_state(directory, name), "in use" if name == chosen else ""])
    show_table("ESCO releases", ["name", "skills", "digest", ""], rows)


@taxonomy.command()
@click.argument("name")
@click.pass_obj
def use(directory: Path, name: str) -> None:
    """Put the release NAME to use at the next start; `committed`: back to the tables shipped."""
    try:
        releases.use(directory, None if name == COMMITTED else name)
    except ReleaseRefused as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} is in use from the next start on: {_NEXT}")


def serve_taxonomy(settings: Settings) -> None:
    """Serve the release in use to the rest of a command, or end it with the reason why not."""
    try:
        releases.serve(settings.taxonomies())
    except ReleaseRefused as error:
        raise click.ClickException(f"taxonomy: {error}") from error


def _state(directory: Path, name: str) -> list[str]:
    try:
        release = releases.open_release(directory, name)
    except ReleaseRefused:
        return ["", "not whole"]
    counts = releases.read_manifest(directory, name)["counts"]
    return [str(counts["skills"]), release.digest[:12]]
