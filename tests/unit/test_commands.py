"""Every command of `lmis` is found, and only what it needs is imported for it."""

import subprocess
import sys

import pytest
from click import Context

from deploy.cli import main

CONTEXT = Context(main)


@pytest.mark.parametrize("name", main.list_commands(CONTEXT))
def test_a_command_goes_by_its_own_name_and_says_what_it_does(name: str) -> None:
    command = main.get_command(CONTEXT, name)
    assert command is not None
    assert command.name == name
    assert command.help


def test_what_is_no_command_is_not_found() -> None:
    assert main.get_command(CONTEXT, "nonsense") is None


def test_keys_are_made_without_the_services() -> None:
    code = "import sys; from deploy.cli.keys import keys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in told.stdout.split() if name.startswith("services.")]
