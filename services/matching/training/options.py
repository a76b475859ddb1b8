"""The options that every command of `make train` takes: data in, directory out, seed."""

from collections.abc import Callable
from pathlib import Path

import click

from services.matching.training.datasets import SHARED_DATA

Command = Callable[..., None]


def fitting_command(data: str, written: str, into: Path) -> Callable[[Command], click.Command]:
    """A command of `data`, `out` and `seed`; `data` and `written` say what they are of."""

    def command(fit: Command) -> click.Command:
        for option in (
            click.option("--seed", default=2020, show_default=True),
            click.option(
                "--out",
                type=click.Path(path_type=Path, file_okay=False),
                default=into,
                help=f"Directory {written} written to.",
            ),
            click.option(
                "--data",
                type=click.Path(path_type=Path, exists=True, file_okay=False),
                default=SHARED_DATA,
                envvar="LMIS_SHARED_DATA",
                help=f"Directory of {data}.",
            ),
        ):
            fit = option(fit)
        return click.command()(fit)

    return command
