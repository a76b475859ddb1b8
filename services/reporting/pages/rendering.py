"""A page as a response: what every page needs besides its own content."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Response, current_app, render_template, request, url_for

from services.reporting.data_sets import Publication
from services.reporting.pages.language import LANGUAGE_NAMES, Reader, msgid

_PLACES: Mapping[str, str] = {
    # endpoint: its name in the head of every page
    "pages.Dashboard": msgid("Dashboard"),
    "published_tables.DataSets": msgid("Data"),
    "methods.Methods": msgid("Methods"),
    "release_pages.Releases": msgid("Releases"),
}
SEARCH = "search.Search"
_KEPT = ("year", "level", "region", "field", "release")


@dataclass(frozen=True)
class Place:
    """A part of the site in the head of every page."""

    text: str
    href: str
    here: bool


def respond(
    template: str,
    reader: Reader,
    publication: Publication | None,
    status: int = 200,
    **content: Any,
) -> Response:
    """The page in the reader's language; `publication` is what its figures are from."""
    html = render_template(
        template,
        reader=reader,
        say=reader.say,
        publication=publication,
        language_names=LANGUAGE_NAMES,
        turned=_turned(reader),
        places=_places(reader),
        search=_where(SEARCH),
        kept=kept(reader),
        **content,
    )
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Language"] = reader.language
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Vary"] = "Accept-Language"
    return response


def kept(reader: Reader) -> dict[str, Any]:
    """What a link to another page carries on: the language and what is chosen."""
    chosen = {name: request.args[name] for name in _KEPT if request.args.get(name)}
    return {"lang": reader.language, **chosen}


def _turned(reader: Reader) -> str:
    """The same page in the other language: only what stands behind the ? of its address.

    Not by `url_for`, to which some names that a caller may write mean something else.
    """
    given = request.args.to_dict(flat=False)
    return f"?{urlencode({**given, 'lang': reader.other}, doseq=True)}"


def _places(reader: Reader) -> Sequence[Place]:
    return [
        Place(reader.say(text), url_for(name, **kept(reader)), name == request.endpoint)
        for name, text in _PLACES.items()
        if name in current_app.view_functions
    ]


def _where(endpoint: str) -> str:
    """The endpoint's path; empty in an app that does not have it."""
    return url_for(endpoint) if endpoint in current_app.view_functions else ""
