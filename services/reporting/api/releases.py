"""GET /v1/releases: every release with its manifest, its files, and all of them as one archive."""

import mimetypes
from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Response, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.archive import archived
from services.reporting.api.publications import no_such_version
from services.reporting.api.sending import Content, sent, sent_document
from services.reporting.publication.shelf import KeptFile, ReleaseEntry, Shelf
from services.reporting.publication.signing import SIGNATURE
from services.reporting.publication.versions import LATEST, NoSuchVersion, resolve
from services.reporting.querying.refusals import shown
from services.reporting.release_schemas import KeySchema, ManifestSchema, ReleasesSchema
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem

TEXTUAL = (".json", ".csv", ".ttl", ".jsonld")
_BINARY = {"type": "string", "format": "binary"}


def blueprint(window: Window) -> Blueprint:
    """Releases to list, to check and to take away."""
    routes = Blueprint(
        "releases", __name__, url_prefix="/v1/releases", description="Frozen publications"
    )
    shelf = window.shelf

    @routes.route("")
    class Releases(MethodView):
        @public
        @routes.response(200, ReleasesSchema)
        def get(self) -> Response:
            """Every release, newest first."""
            listed = [_listed(entry) for entry in shelf.releases()]
            return sent_document({"releases": listed}, lasting=False)

    @routes.route("/key")
    class Key(MethodView):
        @public
        @routes.response(200, KeySchema)
        @routes.alt_response(404, description="nothing is published yet")
        def get(self) -> Response:
            """The public key that the newest release is signed with, raw in base64."""
            newest = _entry(shelf, LATEST)
            stated = msgspec.json.decode(shelf.read(newest.version, SIGNATURE))
            key = {name: stated[name] for name in ("algorithm", "public_key")}
            return sent_document(key, lasting=False)

    @routes.route("/<version>")
    class Release(MethodView):
        @public
        @routes.response(200, ManifestSchema)
        def get(self, version: str) -> Response:
            """A release by version or pin: its files with SHA-256, its events, its changes."""
            entry = _entry(shelf, version)
            files = [_file(entry.version, file) for file in shelf.files(entry.version)]
            document = {**_listed(entry), "changes": entry.changes, "files": files}
            return sent_document(document, lasting=version == entry.version)

    @routes.route("/<version>/files/<path:path>")
    class ReleaseFile(MethodView):
        @public
        @routes.response(200, {"description": "of any type"}, content_type="*/*")
        def get(self, version: str, path: str) -> Response:
            """One file of a release, byte for byte as its manifest has it."""
            entry = _entry(shelf, version)
            file = next((f for f in shelf.files(entry.version) if f.path == path), None)
            if file is None:
                raise Problem(
                    "not-found", faults=[("path", fault("unknown_file", value=shown(path)))]
                )
            content = Content(
                tag=file.sha256,
                make=lambda: shelf.read(entry.version, path),
                content_type=mimetypes.guess_type(path)[0] or "application/octet-stream",
                lasting=version == entry.version,
                packed=path.endswith(TEXTUAL),
                filename=f"{entry.version}-{path.rpartition('/')[2]}",
            )
            return sent(content)

    @routes.route("/<version>/archive")
    class ReleaseArchive(MethodView):
        @public
        @routes.response(200, _BINARY, content_type="application/zip")
        def get(self, version: str) -> Response:
            """All files of a release as one ZIP, the same bytes each time."""
            entry = _entry(shelf, version)
            return archived(shelf, entry, lasting=version == entry.version)

    return routes


def _entry(shelf: Shelf, pin: str) -> ReleaseEntry:
    """The release that the pin means; live figures are none. Raises Problem: `not-found`."""
    entries = {entry.version: entry for entry in shelf.releases()}
    try:
        return entries[resolve(pin, entries)]
    except (NoSuchVersion, KeyError) as error:
        raise no_such_version(pin) from error


def _listed(entry: ReleaseEntry) -> Mapping[str, Any]:
    version = entry.version
    return {
        "version": version,
        "issued": entry.issued,
        "synthetic": entry.synthetic,
        "digest": entry.digest,
        "positions": entry.positions,
        "links": {
            "self": url_for("releases.Release", version=version),
            "archive": url_for("releases.ReleaseArchive", version=version),
        },
    }


def _file(version: str, file: KeptFile) -> Mapping[str, Any]:
    link = url_for("releases.ReleaseFile", version=version, path=file.path)
    return {"path": file.path, "sha256": file.sha256, "size": file.size, "link": link}
