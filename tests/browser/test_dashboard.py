"""The dashboard in a browser: views and ways onward, filters, languages, keys, print, no script."""

import csv
import io
import struct
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page

from services.reporting.pages.views import VIEWS
from tests.browser.places import DOUBT, LANGUAGES, SCRIPT
from tests.browser.site import NEW, OLD
from tests.browser.watching import PHONE, Visit, visit

pytestmark = pytest.mark.browser
NARROWED = "/?year=2025&region=north&level=6&field=06"
SMALLEST_PICTURE = 5_000
SCALE = 2
"""Points of a picture per unit of its drawing."""


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_view_has_heading_quality_table_and_citation(
    browser: Browser, site: str, language: str, script: bool
):
    with visit(browser, site, java_script_enabled=script) as visited:
        visited.open("/", language)
        assert visited.page.locator("section.panel").count() == len(VIEWS)
        for name in VIEWS:
            _stands_complete(visited.page.locator(f"section#{name}"))


def _stands_complete(view: Locator) -> None:
    assert view.get_by_role("heading", level=2).inner_text().strip()
    assert view.locator("dl.quality dd").count() >= 4
    table, call = view.locator("details").all()
    for details, content in ((table, "tbody tr"), (call, "cite")):
        assert not details.locator(content).first.is_visible()
        details.locator("summary").click()
        assert details.locator(content).first.is_visible()
    assert NEW in call.locator("cite").first.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_view_leads_to_its_figures_as_csv_and_json_and_to_its_picture(
    browser: Browser, site: str, language: str
):
    with visit(browser, site) as visited:
        visited.open(NARROWED, language)
        for name in VIEWS:
            view = visited.page.locator(f"section#{name}")
            for table in range(view.locator("code a").count()):
                _same_figures(visited, view, table)
            _is_a_picture(visited, view)


def _same_figures(visited: Visit, view: Locator, number: int) -> None:
    """CSV and API answer with the same values, of the release that is shown."""
    ask = visited.page.request
    document = ask.get(_address(visited, view.locator("code a").nth(number))).json()
    rows = ask.get(_address(visited, view.locator("a[href*='format=csv']").nth(number)))
    assert rows.headers["content-type"].startswith("text/csv")
    assert document["version"] == NEW
    lines = list(csv.DictReader(io.StringIO(rows.body().decode("utf-8-sig"))))
    cells = list(document["results"][0]["cell"])
    told = {
        (*one["cell"].values(), name): _value(figure["value"])
        for one in document["results"]
        for name, figure in one["figures"].items()
    }
    filed = {(*(line[c] for c in cells), line["indicator"]): line["value"] for line in lines}
    assert told
    assert {key: filed[key] and float(filed[key]) for key in told} == told


def _value(value: float | None) -> float | str:
    return "" if value is None else value


def _is_a_picture(visited: Visit, view: Locator) -> None:
    png = visited.page.request.get(_address(visited, view.locator("a[href*='.png']"))).body()
    width, height = struct.unpack(">II", png[16:24])
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(png) > SMALLEST_PICTURE
    assert width >= 620 * SCALE
    assert height > 100 * SCALE


def _address(visited: Visit, link: Locator) -> str:
    href = link.get_attribute("href")
    assert href
    return href if href.startswith("http") else f"{visited.root}{href}"


def test_what_a_view_states_is_what_its_api_call_answers(browser: Browser, site: str):
    with visit(browser, site) as visited:
        visited.open("/?year=2025", "en")
        view = visited.page.locator("section#headline")
        found = visited.page.request.get(_address(visited, view.locator("code a").first)).json()
        values = {r["cell"]["year"]: r["figures"]["graduates"]["value"] for r in found["results"]}
        assert values["2025"] == 12340
        assert _graduates(visited.page) == "12,340"


def _graduates(page: Page) -> str:
    return page.locator("section#headline .value b").first.inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_narrows_the_figures_and_the_address_keeps_it(
    browser: Browser, site: str, language: str, script: bool
):
    with visit(browser, site, java_script_enabled=script) as visited:
        page = visited.page
        visited.open("/", language)
        shown = [_graduates(page)]
        for name, code in (("year", "2024"), ("level", "6"), ("region", "north"), ("field", "06")):
            _choose(page, name, code)
            shown.append(_graduates(page))
        assert shown[:2] == ["12,340", "4,320"]
        assert len(set(shown)) == len(shown)
        _choose(page, "year", "2025")
        assert _graduates(page) == "760"
        narrowed = _asked(page)
        assert narrowed == _asked(page) | {"region": "north", "field": "06", "lang": language}
        _turn_language(page)
        assert _graduates(page) == "760"
        assert _asked(page) == narrowed | {"lang": _other(language)}
        assert page.locator("html").get_attribute("lang") == _other(language)
        _choose(page, "release", OLD)
        assert OLD in page.locator("section#headline dl.quality").inner_text()


def _choose(page: Page, name: str, code: str) -> None:
    form = page.locator("form.filters")
    form.locator(f"select[name={name}]").select_option(code)
    form.locator("button").click()


def _turn_language(page: Page) -> None:
    page.locator("a.button-link[hreflang]").click()


def _other(language: str) -> str:
    return next(other for other in LANGUAGES if other != language)


def _asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_script_searched_for_is_text_and_a_name_leads_to_its_page(
    browser: Browser, site: str, language: str, script: bool
):
    with visit(browser, site, java_script_enabled=script) as visited:
        page = visited.page
        page.on("dialog", lambda dialog: visited.faults.append(dialog.message))
        visited.open("/", language)
        _search(page, SCRIPT)
        assert SCRIPT in page.get_by_role("status").inner_text()
        assert page.locator("main script").count() == 0
        _search(page, "2512")
        page.locator("main .hits a[href*='/occupations/2512']").click()
        assert page.locator("html").get_attribute("lang") == language
        assert "2512" in page.locator("main").inner_text()


def _search(page: Page, text: str) -> None:
    box = page.get_by_role("searchbox").first
    box.fill(text)
    box.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_doubt_is_reported_and_has_an_address_of_its_own(
    browser: Browser, site: str, language: str, script: bool
):
    with visit(browser, site, java_script_enabled=script) as visited:
        page = visited.page
        visited.open(DOUBT, language)
        page.locator("textarea").fill("It is above that of the year before: is that so?")
        page.locator(".tall-form button").click()
        kept = page.locator("main a[href*='/doubts/']").first.get_attribute("href")
        assert kept
        page.goto(kept if kept.startswith("http") else f"{visited.root}{kept}")
        assert page.locator("h1").inner_text()


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_reached_and_opened_by_keys_alone(
    browser: Browser, site: str, language: str, size: Any
):
    with visit(browser, site, *([size] if size else [])) as visited:
        page = visited.page
        visited.open("/", language)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        for key, name in (("Enter", "headline"), ("Space", "shortage")):
            details = page.locator(f"section#{name} details").first
            details.locator("summary").focus()
            page.keyboard.press(key)
            assert details.locator("tbody tr").first.is_visible()
        visited.open("/", language)
        assert _tabbed_through(page) == []


def _tabbed_through(page: Page) -> list[str]:
    """Presses Tab through the page; what was never reached, or shows no mark when it is."""
    page.evaluate(_NUMBER_CONTROLS)
    unreached, faults = set(page.evaluate("Object.keys(controls)")), list[str]()
    for _ in range(len(unreached) + 1):
        page.keyboard.press("Tab")
        number, is_marked, what = page.evaluate(_FOCUSED)
        unreached.discard(number)
        if not is_marked:
            faults.append(f"no mark: {what}")
    return faults + [f"unreached: {page.evaluate(f'controls[{one}]')}" for one in unreached]


_NUMBER_CONTROLS = """
globalThis.controls = {};
[...document.querySelectorAll("a[href], button, select, input, textarea, summary, [tabindex='0']")]
  .filter(each => each.checkVisibility() && each.type !== "hidden")
  .forEach((each, i) => { each.number = String(i); controls[i] = each.outerHTML.slice(0, 120); });
"""
_FOCUSED = """(() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const isMarked = at === document.body || parseFloat(style.outlineWidth) >= 1
    && style.outlineStyle !== "none";
  return [at.number, isMarked, at.outerHTML.slice(0, 120)];
})()"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_has_no_controls_but_all_findings(browser: Browser, site: str, language: str):
    with visit(browser, site) as visited:
        visited.open("/", language)
        visited.page.emulate_media(media="print")
        assert not visited.page.locator("form.filters").is_visible()
        assert not visited.page.locator("nav").first.is_visible()
        for name in VIEWS:
            view = visited.page.locator(f"section#{name}")
            assert view.get_by_role("heading", level=2).is_visible()
            assert not view.locator(".onward").is_visible()
