"""Running systems for the tests, and their logs when a test fails."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack

import pytest

from tests.e2e.running.forms import FORMS, RUNNING, running_system
from tests.e2e.running.system import RunningSystem

NewSystem = Callable[..., RunningSystem]
_LINES = 40
_LIVE_SECONDS = "10"
"""Made as often as can be, live figures take half a processor while records arrive."""


@pytest.fixture(scope="module", params=FORMS)
def system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningSystem]:
    """One system that the tests of a module share, once in each form."""
    directory = tmp_path_factory.mktemp(request.param)
    with running_system(request.param, directory, request.config) as running:
        yield running


@pytest.fixture
def new_system(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewSystem]:
    """Makes systems of a test's own: `new_system(form, LMIS_…="…")`."""
    with ExitStack() as stack:

        def make(form: str, **settings: str) -> RunningSystem:
            directory = tmp_path_factory.mktemp(form)
            settings = {"LMIS_LIVE_SECONDS": _LIVE_SECONDS, **settings}
            running = running_system(form, directory, request.config, **settings)
            return stack.enter_context(running)

        yield make


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        for running in item.config.stash.get(RUNNING, []):
            for name, file in running.log_files().items():
                if file.exists():
                    tail = file.read_text(errors="replace").splitlines()[-_LINES:]
                    report.sections.append((f"{running.form} {name}", "\n".join(tail)))
    return report
