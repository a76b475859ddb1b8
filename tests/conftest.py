"""The real parts every test may ask for, and a summary of those that this run used."""

import pytest

from tests.support.parts import summary

pytest_plugins = ["tests.support.brokers", "tests.support.postgres"]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    terminalreporter.section("real parts used")
    for line in summary(config):
        terminalreporter.write_line(line)
