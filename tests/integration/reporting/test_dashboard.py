"""The page: languages, eras, filters that filter, the strict policy, nothing small shown."""

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

from tests.builders import a_graduate, an_assessed_graduate
from tests.integration.reporting.conftest import Take
from tests.integration.reporting.population import events, graduates, vacancies


class Page(HTMLParser):
    """The tags with their attributes, and the text that is read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += f"{data.strip()} " if data.strip() else ""

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page(client: FlaskClient, query: str = "", **headers: str) -> Page:
    response = client.get(f"/{query}", headers=headers)
    assert response.status_code == 200
    return Page(response.get_data(as_text=True))


@pytest.fixture
def filled(take: Take) -> None:
    take(events([*graduates(900), *vacancies(300)]))


@pytest.mark.parametrize(
    ("query", "header", "language"),
    [
        ("", "", "th"),
        ("", "de", "th"),
        ("", "en-GB,en;q=0.8", "en"),
        ("?lang=th", "en", "th"),
        ("?lang=en", "th", "en"),
    ],
)
def test_the_page_is_thai_unless_english_is_asked_for(
    client: FlaskClient, query: str, header: str, language: str
):
    found = page(client, query, **{"Accept-Language": header} if header else {})
    assert found.all("html")[0]["lang"] == language


def test_an_empty_read_model_is_said_to_be_empty(client: FlaskClient):
    assert "There are no records for this selection yet." in page(client, "?lang=en").text


@pytest.mark.usefixtures("filled")
def test_years_are_buddhist_in_thai_and_common_in_english(client: FlaskClient):
    assert "2565" in page(client, "?lang=th").text
    english = page(client, "?lang=en").text
    assert "2022" in english
    assert "2565" not in english


@pytest.mark.usefixtures("filled")
def test_the_filters_filter_and_stay_chosen(client: FlaskClient):
    def graduates_shown(query: str) -> str:
        text = page(client, f"?lang=en&{query}").text
        found = re.search(r"Graduates ([\d,]+) people", text)
        assert found
        return found[1]

    everyone, later = graduates_shown(""), graduates_shown("year_from=2023&level=6")
    assert everyone != later
    assert graduates_shown("year_from=&region=&level=") == everyone
    chosen = page(client, "?lang=en&year_from=2023&level=6&region=TH-10")
    selected = [o["value"] for o in chosen.all("option") if "selected" in o]
    assert selected == ["2023", "TH-10", "6"]
    links = [a["href"] or "" for a in chosen.all("a")]
    assert any("format=csv" in link and "year_from=2023" in link for link in links)


@pytest.mark.usefixtures("filled")
def test_the_links_to_csv_and_api_answer(client: FlaskClient):
    links = [a["href"] or "" for a in page(client, "?level=6").all("a")]
    reports = [link for link in links if "/v1/reports/" in link]
    assert len(reports) == 4
    assert [client.get(link).status_code for link in reports] == [200] * 4


@pytest.mark.usefixtures("filled")
def test_nothing_needs_a_looser_policy(client: FlaskClient):
    """No script, no inline style, no handler, nothing from elsewhere."""
    response = client.get("/")
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    found = Page(response.get_data(as_text=True))
    assert not found.all("script")
    assert not found.all("style")
    for _, attributes in found.tags:
        assert not any(name == "style" or name.startswith("on") for name in attributes)
    sources = [link["href"] or "" for link in found.all("link")]
    assert all(source.startswith(("/", "data:")) for source in sources)
    for source in sources:
        if source.startswith("/"):
            with client.get(source) as file:
                assert file.status_code == 200


def test_the_font_and_its_licence_are_served(client: FlaskClient):
    with client.get("/assets/dashboard.css") as file:
        css = file.get_data(as_text=True)
    fonts = re.findall(r'url\("(fonts/[^"]+)"\)', css)
    assert len(fonts) == 4
    for name in (*fonts, "fonts/OFL.txt"):
        with client.get(f"/assets/{name}") as file:
            assert file.status_code == 200


def test_links_keep_the_prefix_the_page_is_mounted_under(client: FlaskClient):
    html = client.get("/reporting/").get_data(as_text=True)
    assert 'href="/reporting/assets/dashboard.css"' in html


@pytest.mark.usefixtures("filled")
def test_every_control_has_a_label_and_every_table_cell_a_header(client: FlaskClient):
    found = page(client)
    assert len(found.all("label")) == len(found.all("select")) == 4
    assert all(cell.get("data-name") for cell in found.all("td"))
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in found.all("svg"))
    assert {header.get("scope") for header in found.all("th")} == {"col", "row"}


def test_a_small_group_is_nowhere_on_the_page(client: FlaskClient, take: Take):
    def cohort(n: int, field: str):
        return [an_assessed_graduate(a_graduate(f"{field}{i}"), field=field) for i in range(n)]

    take(events([*cohort(7, "0611"), *cohort(31, "0421"), *cohort(52, "0913")]))
    found = page(client, "?lang=en")
    cells = re.findall(r"Technologies \(ICTs\) 06 (\S+) (\S+)", found.text)
    assert cells
    assert cells[0][1] == "hidden"


@pytest.mark.usefixtures("filled")
def test_synthetic_data_is_announced_and_real_data_is_not(client: FlaskClient, take: Take):
    assert "Synthetic" not in page(client, "?lang=en").text
    take(events([an_assessed_graduate(a_graduate("made up", synthetic=True))]))
    assert "Synthetic demonstration data" in page(client, "?lang=en").text
    assert "ข้อมูลสังเคราะห์" in page(client, "?lang=th").text
