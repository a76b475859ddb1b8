"""The pages of codes, figures, tables, methods, releases and reports, over HTTP."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from services.reporting.api import feedback, lineage, query, releases
from services.reporting.pages.routes import blueprints
from services.reporting.window import Window
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import Service, close_app, make_app
from tests.architecture.wiring import loose_routes
from tests.support.published import ShelfOf
from tests.support.whole_publication import a_whole_publication

ROOT = "/reporting"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
FIGURE = "/figures/graduate-outcomes/employment_rate?year=2024&field=06"
PAGES = (
    "/search?q=software", "/occupations/2512", "/fields/061", "/regions/TH-50", "/regions/north",
    "/institutions/cmu", FIGURE, "/figures/skills/share_gap?skill=python", "/data",
    "/data/graduate-outcomes", "/data/skills", "/data/vacancies?occupation=2512&region=*&page=2",
    "/methods", "/releases", "/releases/1.1.0", "/releases/1.*", "/doubts",
    "/doubts/new?table=graduate-outcomes&indicator=employment_rate&year=2024",
)  # fmt: skip
SHELF = ShelfOf(
    a_whole_publication("1.0.0"),
    a_whole_publication("1.1.0", seed=20),
    a_whole_publication("live", seed=40, issued="2026-11-23T05:00:00+00:00"),
    files={("1.1.0", "manifest.json"): b"{}"},
)


class Page(HTMLParser):
    """Tags with their attributes, and the text of the body outside passages in another language."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in ("meta", "link", "input", "br", "path", "circle", "rect"):
            foreign = bool(self._open and self._open[-1][1]) or ("lang" in given and tag != "html")
            self._open.append((tag, foreign or tag in ("code", "cite", "svg")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and not self._open[-1][1]:
            self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]


class _Behind:
    """A window with a shelf and a database, and no records."""

    def __init__(self, shelf: ShelfOf, directory: Path) -> None:
        self.shelf, self.engine = shelf, make_engine(f"sqlite:///{directory / 'reporting.db'}")
        upgrade(self.engine, "services.reporting.migrations")


def app_of(directory: Path) -> Flask:
    window = cast(Window, _Behind(SHELF, directory))
    calls = [part.blueprint(window) for part in (query, lineage, releases, feedback)]
    service = Service(
        name="reporting",
        title="Pages",
        version="1",
        blueprints=[*blueprints(window), *calls],
        access=AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}")),
        databases=[window.engine],
    )
    settings = {"LMIS_DATA_DIR": str(directory), "LMIS_MAX_BODY_BYTES": "100000"}
    return make_app(service, Settings.from_environment(settings))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    app = app_of(tmp_path_factory.mktemp("pages"))
    yield app.test_client()
    close_app(app)


def ask(client: FlaskClient, path: str, language: str = "en", status: int = 200) -> Any:
    sign = "&" if "?" in path else "?"
    answer = client.get(f"{ROOT}{path}{sign}lang={language}", headers=BROWSER)
    assert answer.status_code == status, answer.text
    return answer


def test_every_page_is_public_and_documented(client):
    document = client.get("/openapi.json").json
    validate(document)
    assert list(loose_routes(client.application, document)) == []


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_and_in_one_language(client, path, language):
    answer = ask(client, path, language)
    page = Page(answer.text)
    assert answer.mimetype == "text/html"
    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert not page.all("script"), "the policy allows none in the page"
    assert not [given for _, given in page.tags if "style" in given]
    ids = [given["id"] for _, given in page.tags if "id" in given]
    assert len(ids) == len(set(ids))
    for heading in page.all("th"):
        assert "scope" in heading
    # The test's own labels are "English (ไทย)" in Thai; what is left must be of the language.
    own = re.sub(r"[\w\-~@ ]+\(ไทย\)", "", page.text)
    if language == "en":
        assert not re.search("[\u0e00-\u0e7f]", own)
    else:
        assert not re.search(r"\b(the|and|of|with|this|data|figure|year)\b", own), own


def test_links_lead_to_pages_that_there_are(client):
    seen: set[str] = set()
    for path in PAGES:
        for link in Page(ask(client, path).text).all("a"):
            href = str(link["href"]).replace("http://localhost", "").partition("#")[0]
            kind = href.partition("?")[0].rpartition("/")[0]
            if href.startswith(ROOT) and kind not in seen:
                seen.add(kind)
                assert client.get(href).status_code == 200, href
    assert {f"{ROOT}/{kind}" for kind in ("occupations", "fields", "regions")} <= seen


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nosuch", 404),
        ("/occupations/9999", 404),
        ("/institutions/<b>x</b>", 404),
        ("/figures/graduate-outcomes/nosuch", 404),
        ("/figures/skills/share_gap", 404),
        ("/data/nosuch", 404),
        ("/data/vacancies?occupation=zz", 422),
        ("/data/vacancies?page=none", 422),
        ("/releases/9.9.9", 404),
        ("/search?release=9.9.9", 404),
        ("/doubts/nosuch", 404),
        (f"/search?q={'x' * 201}", 422),
    ],
)
def test_what_there_is_not_is_told_in_the_readers_language(client, path, status):
    thai, english = ask(client, path, "th", status), ask(client, path, "en", status)
    assert len(Page(thai.text).all("h1")) == 1
    assert re.search("[\u0e00-\u0e7f]", Page(thai.text).text)
    assert not re.search("[\u0e00-\u0e7f]", Page(english.text).text)
    assert "<b>x</b>" not in english.text
    plain = client.get(f"{ROOT}{path}")
    assert (plain.status_code, plain.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("name", ["_method", "_scheme", "_anchor", "_external", "endpoint"])
def test_names_that_mean_something_to_the_code_mean_nothing_in_an_address(client, name):
    found = client.get(f"/releases?{name}=javascript", headers={"Accept": "text/html"})
    assert found.status_code == 422
    assert f'href="?{name}=javascript&amp;lang=' in found.text


def test_a_script_in_the_search_box_is_only_text(client):
    page = ask(client, "/search?q=<script>alert(1)</script>")
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text
    hostile = {"Accept-Language": "th;q=nan,\u00e9,*;q=,;;", **BROWSER}
    assert client.get(f"{ROOT}/search?q=x", headers=hostile).status_code == 200


def test_a_hidden_figure_says_so_and_shows_no_value(client):
    table = a_whole_publication("1.1.0", seed=20).data_sets["graduate-outcomes"]
    row = next(r for r in range(len(table)) if table.at(r, "employment_rate").value is None)
    codes = "&".join(f"{name}={code}" for name, code in table.codes(row).items())
    text = ask(client, f"/figures/graduate-outcomes/employment_rate?{codes}").text
    assert "hidden" in text
    assert "fewer than 10 persons" in text


def test_a_figure_stands_beside_that_of_another_release(client):
    for release, against in (("1.1.0", "1.0.0"), ("1.0.0", "live"), ("live", "1.1.0")):
        text = ask(client, f"{FIGURE}&release={release}&against={against}").text
        assert f'<option selected value="{against}"' in text
    assert "Difference" in text
    assert "against" in ask(client, f"{FIGURE}&against=7.7.7", status=404).text


def test_a_table_shows_each_row_once_over_its_pages(client):
    path = "/data/graduate-outcomes?year=2024&level=*&field=*"
    last = int(re.findall(r"Page 1 of (\d+)", ask(client, path).text)[0])
    rows = [
        label
        for page in range(1, last + 1)
        for label in re.findall(
            r'<th scope="row">(.*?)</th>', ask(client, f"{path}&page={page}").text
        )
    ]
    assert len(rows) == len(set(rows)) == 4 * 7


def test_the_filters_in_an_address_narrow_the_page_of_a_code(client):
    whole, narrowed = ask(client, "/fields/06").text, ask(client, "/fields/06?year=2024").text
    assert "All years of graduation together" in whole
    assert "Graduates of 2024" in narrowed
    assert "2567" in ask(client, "/fields/06?year=2567", "th").text


def form(client: FlaskClient, message: str, **changes: str) -> Any:
    filled = {"table": "graduate-outcomes", "indicator": "employment_rate", "year": "2024"}
    filled |= {"release": "1.1.0", "lang": "en", "message": message, **changes}
    return client.post(f"{ROOT}/doubts/new", data=filled, headers=BROWSER)


def test_a_report_is_kept_and_its_answer_shown_to_all(client):
    sent = form(client, "Twice as high as in our own survey")
    assert sent.status_code == 201
    reference = sent.headers["Content-Location"].partition("?")[0].rpartition("/")[2]
    kept = client.get(f"{ROOT}/v1/feedback/{reference}").json
    assert kept["about"]["cell"] == {"year": "2024"}
    assert "nobody has looked into it" in ask(client, f"/doubts/{reference}").text
    assert "Twice as high" not in ask(client, "/doubts").text


@pytest.mark.parametrize("message", ["", "call me: 081-234-5678", "x" * 2001])
def test_a_report_that_cannot_be_kept_comes_back_with_what_is_wrong(client, message):
    answer = form(client, message)
    page = Page(answer.text)
    assert answer.status_code == 422
    assert [given for given in page.all("p") if given.get("role") == "alert"]
    assert message in answer.text


def test_a_report_about_no_figure_is_refused(client):
    assert form(client, "odd", indicator="nosuch").status_code == 404
    assert form(client, "odd", year="1888").status_code == 404
