"""GET /releases: what was published when; /releases/{version}: what is in it and what changed."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.pages.changes import told
from services.reporting.pages.choice import PageArgs
from services.reporting.pages.language import current_reader
from services.reporting.pages.numbers import day, number
from services.reporting.pages.rendering import respond
from services.reporting.pages.scene import scene_of
from services.reporting.publication.shelf import KeptFile, ReleaseEntry, Shelf
from services.reporting.publication.signing import SIGNATURE
from services.reporting.publication.versions import NoSuchVersion, resolve
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem


def blueprint(window: Window) -> Blueprint:
    """The pages of releases."""
    routes = Blueprint("release_pages", __name__, description="Pages of releases")
    shelf = window.shelf

    @routes.route("/releases")
    class Releases(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any]) -> Response:
            """Every release, newest first."""
            reader, entries = current_reader(), shelf.releases()
            scene = scene_of(shelf, {})
            return respond(
                "releases.html",
                reader,
                scene.publication if scene else None,
                entries=[(entry, day(entry.issued, reader.language)) for entry in entries],
            )

    @routes.route("/releases/<string:version>")
    class Release(MethodView):
        @public
        @routes.arguments(PageArgs, location="query", unknown=None)
        @routes.response(200, {"type": "string"}, content_type="text/html")
        def get(self, given: dict[str, Any], version: str) -> Response:
            """Its files with SHA-256, the events it covers, and what changed."""
            entry, reader = _entry(shelf, version), current_reader()
            files = shelf.files(entry.version)
            return respond(
                "release.html",
                reader,
                None,
                entry=entry,
                issued=day(entry.issued, reader.language),
                positions=[(k, number(v)) for k, v in sorted(entry.positions.items())],
                changes=list(told(entry.changes, reader)),
                since=entry.changes.get("since"),
                signature=signature(shelf, entry.version),
                files=[(file, size(file)) for file in files],
            )

    return routes


def signature(shelf: Shelf, version: str) -> Mapping[str, str]:
    """Algorithm, public key and signature of the manifest; empty where there is no such file."""
    try:
        found: Mapping[str, str] = msgspec.json.decode(shelf.read(version, SIGNATURE))
    except KeyError:
        return {}
    return found


def size(file: KeptFile) -> str:
    """`1,234 kB`; at least one."""
    return f"{number(max(1, round(file.size / 1000)))} kB"


def _entry(shelf: Shelf, pin: str) -> ReleaseEntry:
    """The release that the pin means; live figures are none. Raises Problem: `not-found`."""
    entries = {entry.version: entry for entry in shelf.releases()}
    try:
        return entries[resolve(pin, entries)]
    except (NoSuchVersion, KeyError) as error:
        unknown = fault("unknown_version", value=pin[:60])
        raise Problem("not-found", faults=[("version", unknown)]) from error
