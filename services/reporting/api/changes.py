"""/v1/changes: what each release brought, in order, for those who keep copies of the figures."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import marshmallow as ma
import msgspec
from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields, validate

from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem

MOST_SHOWN = 1_000
_JSON = "application/json"


class ChangesArgs(ma.Schema):
    """Where to go on, and how many changes to give."""

    cursor = fields.String(
        load_default=None, metadata={"description": "of the answer before; none: from the first on"}
    )
    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_SHOWN))


class ChangeSchema(ma.Schema):
    """One change: a release came out, or what it did to one of the data sets."""

    kind = fields.String(
        validate=validate.OneOf(
            ["release_published", "data_set_added", "data_set_changed", "data_set_removed"]
        )
    )
    version = fields.String()
    issued = fields.String()
    synthetic = fields.Boolean()
    digest = fields.String(metadata={"description": "SHA-256 of the release's manifest"})
    data_set = fields.String()
    changes = fields.Dict(
        metadata={"description": "of the data set, counts of revised figures included"}
    )


class ChangesSchema(ma.Schema):
    """Changes, oldest first; asked again with the cursor, what came since."""

    changes = fields.List(fields.Nested(ChangeSchema))
    cursor = fields.String(allow_none=True)
    more = fields.Boolean(metadata={"description": "there are already others after these"})


def blueprint(window: Window) -> Blueprint:
    """The feed of changes."""
    routes = Blueprint("changes", __name__, url_prefix="/v1", description="Changes")

    @routes.route("/changes")
    class Changes(MethodView):
        @public
        @routes.arguments(ChangesArgs, location="query")
        @routes.response(200, ChangesSchema)
        def get(self, asked: dict[str, Any]) -> Response:
            """What was published and revised, oldest first; 304 while nothing is new."""
            answer = _since(window.shelf.releases(), asked["cursor"], asked["limit"])
            body = msgspec.json.encode(answer)
            response = Response(body, content_type=_JSON)
            response.set_etag(hashlib.sha256(body).hexdigest()[:32])
            response.headers["Cache-Control"] = "public, no-cache"
            response.make_conditional(request)
            return response

    return routes


def _since(releases: Sequence[ReleaseEntry], cursor: str | None, limit: int) -> dict[str, Any]:
    changes = {
        _cursor(release.version, place): change
        for release in reversed(releases)
        for place, change in enumerate(_changes(release))
    }
    if cursor is not None and cursor not in changes:
        raise Problem("invalid", faults=[("?cursor", fault("bad_cursor"))])
    cursors = list(changes)
    start = 0 if cursor is None else cursors.index(cursor) + 1
    given = cursors[start : start + limit]
    return {
        "changes": [changes[place] for place in given],
        "cursor": given[-1] if given else cursor,
        "more": start + limit < len(cursors),
    }


def _changes(release: ReleaseEntry) -> list[dict[str, Any]]:
    named = {"version": release.version, "issued": release.issued, "synthetic": release.synthetic}
    published = {"kind": "release_published", **named, "digest": release.digest}
    of_data_sets = [
        {
            "kind": f"data_set_{found.get('change', 'changed')}",
            **named,
            "data_set": data_set,
            "changes": found,
        }
        for data_set, found in release.changes.get("data_sets", {}).items()
    ]
    return [published, *of_data_sets]


def _cursor(version: str, place: int) -> str:
    """What stands for one change for ever, releases being immutable."""
    return base64.urlsafe_b64encode(f"{version} {place}".encode()).decode().rstrip("=")
