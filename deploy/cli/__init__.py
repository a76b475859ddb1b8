"""`lmis`, the one command line: a file per command."""

import click

from deploy.cli.audit import audit
from deploy.cli.dead_letters import dead_letters
from deploy.cli.demo import demo
from deploy.cli.imports import import_
from deploy.cli.keys import keys
from deploy.cli.migrate import migrate, topics
from deploy.cli.rebuild import rebuild
from deploy.cli.recode import recode
from deploy.cli.release import release
from deploy.cli.rematch import rematch_command
from deploy.cli.rewrite import rewrite
from deploy.cli.serve import serve
from deploy.cli.taxonomy import taxonomy
from deploy.cli.train import train
from shared.settings import Settings, SettingsError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="lmis")
@click.pass_context
def main(context: click.Context) -> None:
    """An open labour-market information system: graduates, vacancies, and how they fit."""
    try:
        context.obj = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(f"settings: {error}") from error


for command in (
    serve,
    keys,
    import_,
    migrate,
    topics,
    dead_letters,
    rebuild,
    release,
    recode,
    rematch_command,
    taxonomy,
    train,
    audit,
    rewrite,
    demo,
):
    main.add_command(command)
