"""`lmis dead-letters`: events that were refused, shown and sent again."""

import click

from deploy.cli.console import show_table
from shared.bus.dead_letters import list_dead_letters, replay_dead_letters
from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.settings import Settings


@click.group("dead-letters")
@click.pass_context
def dead_letters(context: click.Context) -> None:
    """Events that were refused: list them, read one, send them again."""
    settings: Settings = context.obj
    log = open_log(settings.log(), replication=settings.log_replication)
    context.obj = log
    context.call_on_close(log.close)


@dead_letters.command("list")
@click.pass_obj
def list_(log: Log) -> None:
    """Show every refused event and why."""
    rows = [[letter.key, letter.reason, letter.refused_at] for letter in list_dead_letters(log)]
    show_table(f"{len(rows)} dead letters", ["key", "reason", "refused at"], rows)


@dead_letters.command()
@click.argument("key")
@click.pass_obj
def show(log: Log, key: str) -> None:
    """Print the refused event KEY: headers, then body."""
    for letter in list_dead_letters(log):
        if letter.key == key:
            for name, value in letter.original.headers.items():
                click.echo(f"{name}: {value}")
            click.echo((letter.original.value or b"").decode(errors="replace"))
            return
    raise click.ClickException(f"no dead letter {key!r}")


@dead_letters.command()
@click.argument("keys", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="send every dead letter again")
@click.pass_obj
def replay(log: Log, keys: tuple[str, ...], everything: bool) -> None:
    """Send the events KEYS to their topics again, after what refused them was mended."""
    if everything == bool(keys):
        raise click.UsageError("name keys, or --all")
    done = replay_dead_letters(log, None if everything else set(keys))
    click.echo(f"sent again: {done.sent}, dropped because outdated: {done.outdated}")
