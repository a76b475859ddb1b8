"""GET /search: occupations, fields, places, institutions, skills and tables by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields, validate

from services.reporting.pages import links
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.language import current_reader, msgid
from services.reporting.pages.names import Entry, Kind, NameIndexes
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import Scene, scene_of
from services.reporting.window import Window
from shared.web.access import public

LONGEST, MOST = 200, 60
KIND_NAMES: Mapping[Kind, str] = {
    "occupation": msgid("Occupations"),
    "field": msgid("Fields of study"),
    "region": msgid("Regions and provinces"),
    "institution": msgid("Institutions"),
    "skill": msgid("Skills"),
    "data_set": msgid("Data sets"),
}
_CODED: tuple[Kind, ...] = ("occupation", "field", "data_set")


class SearchArgs(PageArgs):
    """The words looked for."""

    q = fields.String(
        load_default="",
        validate=validate.Length(max=LONGEST),
        metadata={"description": "a name in Thai or English, or a code"},
    )


@dataclass(frozen=True)
class Hit:
    """Something found: its name, the one in the other language, and its page."""

    name: str
    also: str
    code: str
    href: str


@dataclass(frozen=True)
class Hits:
    """What was found of one kind."""

    title: str
    hits: Sequence[Hit]


def blueprint(window: Window) -> Blueprint:
    """The search page."""
    routes = Blueprint("search", __name__, description="Search by name")
    indexes = NameIndexes()

    @routes.route("/search")
    class Search(MethodView):
        @public
        @routes.arguments(SearchArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """What bears the name, in Thai or English, however it is spelt."""
            scene = scene_of(window.shelf, given)
            if scene is None:
                return respond("empty.html", current_reader(), None)
            found = indexes.of(scene.publication).find(given["q"], MOST)
            return respond(
                "search.html",
                scene.reader,
                scene.publication,
                asked=given["q"],
                count=len(found),
                most=MOST,
                groups=grouped(scene, found),
            )

    return routes


def grouped(scene: Scene, found: Sequence[Entry]) -> list[Hits]:
    """By kind, the kind of the likeliest first."""
    kinds = dict.fromkeys(entry.kind for entry in found)
    return [
        Hits(
            scene.reader.say(KIND_NAMES[kind]),
            [_hit(scene, entry) for entry in found if entry.kind == kind],
        )
        for kind in kinds
    ]


def _hit(scene: Scene, entry: Entry) -> Hit:
    name, also = scene.reader.name(entry.labels), entry.labels[scene.reader.other]
    return Hit(
        name,
        "" if also == name else also,
        entry.code if entry.kind in _CODED else "",
        links.entry(scene, entry),
    )
