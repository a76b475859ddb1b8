"""The dashboard over HTTP: languages, filters that filter, pictures, links, the strict policy."""

import gzip
import re
import struct
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from services.reporting.api import data_sets, query, releases
from services.reporting.data_sets import DataSet
from services.reporting.pages import routes
from services.reporting.pages.views import VIEWS
from services.reporting.publication.shelf import Shelf
from services.reporting.window import Window
from shared.access import AccessStore
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.web.app import Service, close_app, make_app
from tests.support.published import ShelfOf
from tests.support.whole_publication import a_whole_publication, set_figure

LATIN = re.compile(r"[A-Za-z]{3,}")
NAMES_IN_ANY_LANGUAGE = re.compile(
    r"https?://\S+|[a-z0-9_.-]*[a-z]+-[a-z0-9-]+|LMIS|ISCO|ISCED|ESCO|GeoThai|Natural Earth|"
    r"CSV|PNG|API|GET|English|lift|python|welding|nursing|[a-z]+_[a-z0-9_]+"
)
TEST_NAMES = re.compile(r"[\w ~@.-]+ \(ไทย\)")
THAI = re.compile("[ก-๙]+")


class Page(HTMLParser):
    """The tags with their attributes, and the text that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._lang: list[str | None] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._lang.append(dict(attrs).get("lang") if tag in ("a", "p") else None)

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._lang and self._lang[-1]):
            self.text += f"{data.strip()} "

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def app_of(shelf: Shelf, directory: Path) -> Flask:
    window = cast(Window, SimpleNamespace(shelf=shelf, engine=None))
    calls = [part.blueprint(window) for part in (data_sets, query, releases)]
    service = Service(
        name="reporting",
        title="Pages",
        version="1",
        blueprints=[*routes.blueprints(window), *calls],
        access=AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}")),
    )
    return make_app(service, Settings.from_environment({"LMIS_DATA_DIR": str(directory)}))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    frozen = a_whole_publication("1.0.0")
    _state(frozen.data_sets["graduate-outcomes"])
    shelf = ShelfOf(frozen, a_whole_publication("1.1.0", seed=9), a_whole_publication("live"))
    app = app_of(shelf, tmp_path_factory.mktemp("pages"))
    yield app.test_client()
    close_app(app)


def _state(outcomes: DataSet) -> None:
    set_figure(outcomes, "graduates", 12340, year="2025")
    set_figure(outcomes, "graduates", 4320, year="2024")
    set_figure(outcomes, "graduates", 760, year="2025", region="north", level="6", field="06")


def page(client: FlaskClient, query: str = "", **headers: str) -> Page:
    response = client.get(f"/{query}", headers=headers)
    assert response.status_code == 200, response.text
    return Page(response.get_data(as_text=True))


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [("", "", "th"), ("", "de", "th"), ("", "en-GB,en;q=0.8", "en"), ("?lang=th", "en", "th")],
)
def test_the_page_is_thai_unless_english_is_asked_for(
    client: FlaskClient, query: str, header: str, language: str
):
    found = page(client, query, **{"Accept-Language": header} if header else {})
    assert found.all("html")[0]["lang"] == language


def test_no_english_is_left_in_thai_and_no_thai_in_english(client: FlaskClient):
    thai = TEST_NAMES.sub("", page(client, "?lang=th").text)
    assert not LATIN.findall(NAMES_IN_ANY_LANGUAGE.sub("", thai))
    assert not THAI.findall(page(client, "?lang=en").text)


def test_years_are_buddhist_in_thai_alone(client: FlaskClient):
    assert "2568" in page(client, "?lang=th").text
    assert "2568" not in page(client, "?lang=en").text


@pytest.mark.parametrize(
    ("query", "graduates"),
    [
        ("year=2025", "12,340"),
        ("year=2024", "4,320"),
        ("year=2567", "4,320"),
        ("year=2025&region=north&level=6&field=06", "760"),
    ],
)
def test_the_filters_filter_and_stay_chosen(client: FlaskClient, query: str, graduates: str):
    found = page(client, f"?lang=en&release=1.0.0&{query}")
    assert f"Graduates {graduates} people" in found.text
    selected = {o["value"] for o in found.all("option") if "selected" in o}
    assert {part.partition("=")[2] for part in query.replace("2567", "2024").split("&")} < selected


def test_an_address_names_its_release_and_the_newest_is_shown_without(client: FlaskClient):
    assert "Release 1.1.0" in page(client, "?lang=en").text
    assert "Release 1.0.0" in page(client, "?lang=en&release=1.0.*").text


def test_provisional_and_synthetic_figures_say_so(client: FlaskClient):
    assert "Provisional" in page(client, "?lang=en&release=live").text
    frozen = page(client, "?lang=en").text
    assert "Provisional" not in frozen
    assert "Synthetic demonstration data" in frozen


def test_every_view_has_question_finding_table_quality_and_ways_onward(client: FlaskClient):
    found = page(client, "?lang=en")
    assert len(found.all("h1")) == 1
    sections = [s["id"] for s in found.all("section")]
    assert sections == list(VIEWS)
    assert found.text.count("View as table") == len(VIEWS)
    assert found.text.count("Save PNG") == len(VIEWS)
    assert found.text.count("API call and citation") == len(VIEWS)
    assert all(th.get("scope") for th in found.all("th"))


def test_what_a_view_links_to_answers(client: FlaskClient):
    links = [a["href"] or "" for a in page(client, "?lang=en&year=2024&field=06").all("a")]
    calls = [link.partition("localhost")[2] for link in links if "/v1/data-sets/" in link]
    assert len(calls) >= 2 * len(VIEWS)
    assert {client.get(call).status_code for call in calls} == {200}


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("language", ["th", "en"])
def test_every_view_is_a_picture_too(client: FlaskClient, view: str, language: str):
    response = client.get(f"/views/{view}.png?lang={language}&year=2024")
    assert response.mimetype == "image/png"
    width, height = struct.unpack(">II", response.data[16:24])
    assert 600 < width < 4000
    assert 300 < height < 6000


@pytest.mark.parametrize(
    "path",
    ["/?release=9.9.9", "/?release=zzz", "/views/none.png", "/?year=1999", "/?region=%3Cscript%3E"],
)
def test_what_is_not_there_is_a_problem(client: FlaskClient, path: str):
    response = client.get(path, headers={"Accept": "text/html"})
    assert response.status_code in (404, 422)
    assert response.mimetype == "text/html"
    assert "<script>" not in response.get_data(as_text=True)


def test_nothing_needs_a_looser_policy(client: FlaskClient):
    """No script, no inline style, no handler, nothing from elsewhere."""
    response = client.get("/")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    found = Page(response.get_data(as_text=True))
    assert not found.all("style")
    for tag, attributes in found.tags:
        assert not any(name == "style" or name.startswith("on") for name in attributes), tag
    sources = [link["href"] or "" for link in found.all("link")]
    assert all(source.startswith(("/", "data:")) for source in sources)


def test_ids_are_unique_and_labels_point_at_them(client: FlaskClient):
    found = page(client)
    ids = [a["id"] for _, a in found.tags if a.get("id")]
    assert len(ids) == len(set(ids))
    assert {s["aria-labelledby"] for s in found.all("section")} <= set(ids)


def test_a_page_is_small(client: FlaskClient):
    assert len(gzip.compress(client.get("/").data)) < 60_000


def test_the_fonts_come_with_their_licence(client: FlaskClient):
    with client.get("/look/look.css") as file:
        fonts = re.findall(r'url\("(fonts/[^"]+)"\)', file.get_data(as_text=True))
    assert len(fonts) == 4
    for name in (*fonts, "fonts/OFL.txt"):
        with client.get(f"/look/{name}") as file:
            assert file.status_code == 200


def test_before_anything_is_published_the_page_says_so(tmp_path: Path):
    app = app_of(ShelfOf(), tmp_path)
    response = app.test_client().get("/?lang=en")
    assert response.status_code == 200
    assert "Nothing is published yet" in response.text
    close_app(app)
