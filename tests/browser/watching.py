"""A visit in the browser that notes what must not happen: errors, violations, foreign requests."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page

PHONE: Any = {"width": 360, "height": 780}
DESKTOP: Any = {"width": 1400, "height": 1000}
_PATIENCE = 15_000
"""Milliseconds until what does not come counts as missing."""
_REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation",
  event => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
_QUIET_STATUS = "Failed to load resource: the server responded with a status of 4"
"""What Chromium itself says of a page that answers 404, or 422, as it should."""


class Visit:
    """One page of a browser at `root`; `faults` are what went wrong so far."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root, self.faults = page, root, list[str]()
        self._devtools: CDPSession | None = None
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        page.on("request", lambda asked: self._asked(asked.url))

    def open(self, path: str, language: str = "th") -> None:
        """Go to a path in a language."""
        joint = "&" if "?" in path else "?"
        self.page.goto(f"{self.root}{path}{joint}lang={language}")

    def axe_violations(self) -> list[str]:
        """What axe-core finds wrong on the page shown: rule and places.

        The script comes through the developer tools, for the page's policy would refuse it.
        """
        self._evaluate(_axe())
        found = self._evaluate(_RUN_AXE)
        return [f"{one['id']}: {one['places']}" for one in found["value"]]

    def overflow(self) -> int:
        """By how many pixels the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))

    def _evaluate(self, script: str) -> Mapping[str, Any]:
        if self._devtools is None:
            self._devtools = self.page.context.new_cdp_session(self.page)
        answer = self._devtools.send(
            "Runtime.evaluate",
            {"expression": script, "awaitPromise": True, "returnByValue": True},
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        found: Mapping[str, Any] = answer["result"]
        return found

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not text.startswith(_QUIET_STATUS):
            self.faults.append(f"{kind}: {text}")

    def _asked(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.root:
            self.faults.append(f"request to {url}")


@contextmanager
def visit(browser: Browser, root: str, size: Any = DESKTOP, **options: Any) -> Iterator[Visit]:
    """A visit of its own, without anybody's cookies; every fault fails the test at its end."""
    context = browser.new_context(viewport=size, **options)
    context.set_default_timeout(_PATIENCE)
    context.add_init_script(_REPORT_VIOLATIONS)
    visited = Visit(context.new_page(), root)
    yield visited
    context.close()
    assert visited.faults == []


_RUN_AXE = """
axe.run(document, {resultTypes: ["violations"], preload: false}).then(found =>
  found.violations.map(one => ({
    id: one.id, places: one.nodes.map(node => node.target.join(" ")).slice(0, 5).join("; ")})))
"""


@cache
def _axe() -> str:
    return (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
