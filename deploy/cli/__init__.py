"""`lmis`, the one command line: a file per command."""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import cast

import click

from shared.settings import Settings, SettingsError

_PLACES: Mapping[str, str] = {
    "audit": "deploy.cli.audit:audit",
    "dead-letters": "deploy.cli.dead_letters:dead_letters",
    "demo": "deploy.cli.demo:demo",
    "import": "deploy.cli.imports:import_",
    "keys": "deploy.cli.keys:keys",
    "migrate": "deploy.cli.migrate:migrate",
    "rebuild": "deploy.cli.rebuild:rebuild",
    "recode": "deploy.cli.recode:recode",
    "release": "deploy.cli.release:release",
    "rematch": "deploy.cli.rematch:rematch_command",
    "rewrite": "deploy.cli.rewrite:rewrite",
    "serve": "deploy.cli.serve:serve",
    "taxonomy": "deploy.cli.taxonomy:taxonomy",
    "topics": "deploy.cli.topics:topics",
    "train": "deploy.cli.train:train",
}


class Commands(click.Group):
    """Imports a command when it is asked for: all of them are the whole system."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_PLACES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        place = _PLACES.get(cmd_name)
        return cast(click.Command, resolve_name(place)) if place else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lmis")
@click.pass_context
def main(context: click.Context) -> None:
    """An open labour-market information system: graduates, vacancies, and how they fit."""
    try:
        context.obj = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(f"settings: {error}") from error
