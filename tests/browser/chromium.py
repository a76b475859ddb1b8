"""The Chromium of this machine; where there is none, browser tests are skipped visibly."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.parts import is_hidden, note_part, note_unchecked

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_UNCHECKED = "pages in a browser: keyboard, narrow screens, accessibility, the strict policy"


@contextmanager
def chromium(config: pytest.Config) -> Iterator[Browser]:
    """One browser for many tests; LMIS_REQUIRE_BROWSER=1 makes its absence a failure."""
    program = None if is_hidden("chromium") else next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        if os.environ.get("LMIS_REQUIRE_BROWSER") == "1":
            pytest.fail("LMIS_REQUIRE_BROWSER=1, but Chromium is not installed", pytrace=False)
        note_unchecked(config, _UNCHECKED)
        pytest.skip("needs Chromium (Debian's package `chromium`)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        note_part(config, "Chromium", browser.version)
        yield browser
        browser.close()
