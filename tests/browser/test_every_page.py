"""Every page in both languages: accessible, narrow enough for a phone, quiet, small."""

import gzip

import pytest
from playwright.sync_api import Browser

from tests.browser.places import LANGUAGES, PAGES
from tests.browser.watching import DESKTOP, PHONE, Visit, visit
from tests.support.parts import note_measured

pytestmark = pytest.mark.browser
LARGEST = 100_000
"""Bytes of a gzipped page; on a slow mobile line (1 Mbit/s) it is there within a second."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_pass_axe_fit_a_phone_and_ask_nobody_else(
    browser: Browser, site: str, language: str, pytestconfig: pytest.Config
):
    faults, sizes = dict[str, list[str]](), dict[str, int]()
    with visit(browser, site) as visited:
        for name, path in PAGES.items():
            faults[name], sizes[name] = _faults(visited, path, language)
    for name, size in sizes.items():
        note_measured(pytestconfig, f"{language} page {name}: {size / 1000:.1f} kB gzipped, axe 0")
    assert {name: found for name, found in faults.items() if found} == {}
    assert max(sizes.values()) <= LARGEST


def _faults(visited: Visit, path: str, language: str) -> tuple[list[str], int]:
    page, faults = visited.page, list[str]()
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        if size is DESKTOP:
            visited.open(path, language)
        faults += [f"{size['width']} px: {found}" for found in visited.axe_violations()]
        if visited.overflow() > 0:
            faults.append(f"{size['width']} px: {visited.overflow()} px too wide")
    if page.locator("html").get_attribute("lang") != language:
        faults.append("in another language")
    if page.locator("h1").count() != 1:
        faults.append("not one h1")
    return faults, len(gzip.compress(page.content().encode()))
