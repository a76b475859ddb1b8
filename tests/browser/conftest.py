"""One browser and one site for all tests of a process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import chromium
from tests.browser.site import served
from tests.browser.upload_site import UploadSite, served_uploads


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    with chromium(pytestconfig) as started:
        yield started


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app."""
    with served(tmp_path_factory.mktemp("site")) as root:
        yield root


@pytest.fixture(scope="module")
def upload_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[UploadSite]:
    """Ingestion's pages."""
    with served_uploads(tmp_path_factory.mktemp("uploads")) as site:
        yield site
