"""The real parts every test may ask for, and a summary of those that this run used."""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support.parts import handed_over, summary, take_over

# A law holds or not; how fast a loaded machine checks it says nothing.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

pytest_plugins = ["tests.support.brokers", "tests.support.postgres"]


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    terminalreporter.section("real parts used")
    for line in summary(config):
        terminalreporter.write_line(line)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):  # one of pytest-xdist's processes
        session.config.workeroutput["parts"] = handed_over(session.config)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    noted = getattr(node, "workeroutput", {}).get("parts")
    if noted is not None:  # a process that crashed hands nothing over
        take_over(node.config, noted)
