"""Profiles tried on some rows and proposed from them; nothing is kept of either."""

import io
from typing import Any

import msgspec
from flask import request
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.api.profiles import PROVIDERS, found, refusals
from services.ingestion.handlers import Door
from services.ingestion.importers.dating import dated, lacks_day
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.profiles import checking, keeping
from services.ingestion.profiles.suggesting import Suggestion, suggest
from services.ingestion.schemas.profiles import (
    ProfileTrialAnswerSchema,
    ProfileTrialSchema,
    SampleKindArgs,
    SampleRowsSchema,
    SuggestionSchema,
)
from shared.web.access import allow
from shared.web.body import JSON, loaded_body, raw_body
from shared.web.faults import Fault, fault
from shared.web.idempotency import asks_only
from shared.web.language import reader_language
from shared.web.problem import Problem, fault_entry

_CHECK = {"required": True, "content": {JSON: {"schema": ProfileTrialSchema}}}
_BYTES = {"schema": {"type": "string", "format": "binary"}}
_SAMPLE = {
    "required": True,
    "content": {JSON: {"schema": SampleRowsSchema}, "application/octet-stream": _BYTES},
}


def blueprint(door: Door) -> Blueprint:
    """/v1/profiles/check and /v1/profiles/suggest."""
    routes = Blueprint("profile_trials", __name__, url_prefix="/v1", description="Mapping profiles")

    @routes.route("/profiles/check")
    class Check(MethodView):
        @allow(*PROVIDERS, scope="profiles:write")
        @asks_only
        @routes.doc(requestBody=_CHECK)
        @routes.response(200, ProfileTrialAnswerSchema)
        def post(self) -> dict[str, Any]:
            """What a profile would make of some rows, with every fault."""
            posted = loaded_body(ProfileTrialSchema())
            profile = _profile(door, posted)
            rows = _refusing(
                checking.rows_of,
                posted["header"],
                posted["rows"],
                profile.layout,
                profile.needed_columns(),
            )
            shown = [_shown(row) for row in checking.preview(profile, rows)]
            return {"kind": profile.kind, "rows": shown}

    @routes.route("/profiles/suggest")
    class Suggest(MethodView):
        @allow(*PROVIDERS, scope="profiles:write")
        @asks_only
        @routes.arguments(SampleKindArgs, location="query")
        @routes.doc(requestBody=_SAMPLE)
        @routes.response(200, SuggestionSchema)
        def post(self, asked: dict[str, Any]) -> dict[str, Any]:
            """A profile for a file: from its header and some rows, or from its first bytes."""
            if request.mimetype == JSON:
                posted = loaded_body(SampleRowsSchema())
                rows = _refusing(
                    checking.rows_of, posted["header"], posted["rows"], Layout(), set()
                )
                names: Any = posted["header"]
                sniffed = None
            else:
                stream = io.BytesIO(raw_body())
                file, rows = _refusing(checking.beginning, stream, Layout(), set())
                names, sniffed = file.columns, file.found
            names = names or dict.fromkeys(name for row in rows for name in row.values)
            proposed = suggest(asked["kind"], list(names), [row.values for row in rows], sniffed)
            return suggestion_shown(proposed)

    return routes


def suggestion_shown(proposed: Suggestion) -> dict[str, Any]:
    """A suggestion with its reasons in the reader's language."""
    return {
        "kind": proposed.kind,
        "columns": [
            {
                "column": column.column,
                "field": column.field,
                "confidence": column.confidence,
                "reasons": [_reason(reason) for reason in column.reasons],
                "others": list(column.others),
            }
            for column in proposed.columns
        ],
        "missing": list(proposed.missing),
        "profile": proposed.tree,
        "text": proposed.text,
    }


def _profile(door: Door, posted: dict[str, Any]) -> Profile:
    if ("name" in posted) == ("profile" in posted):
        wrong = fault("either", one="name", other="profile")
        raise Problem("invalid", faults=[("/profile", wrong)])
    if "name" in posted:
        profile = found(door, posted["name"]).profile
    else:
        with refusals():
            profile = keeping.parsed("check", keeping.profile_text(posted["profile"]))
    profile = dated(profile, posted.get("as_of"))
    if lacks_day(profile):
        raise Problem("invalid", faults=[("/as_of", fault("relative_dates"))])
    return profile


def _refusing(read: Any, *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except UnreadableFile as error:
        raise Problem("invalid", faults=[("", error.fault)]) from error


def _shown(row: checking.Preview) -> dict[str, Any]:
    language = reader_language()
    return {
        "row": row.number,
        "record": msgspec.to_builtins(row.posted),
        "errors": [
            {**fault_entry(f"/{f.field.replace('.', '/')}", f.fault, language), "found": f.found}
            for f in row.faults
        ],
        "unread": list(row.unread),
    }


def _reason(reason: Fault) -> dict[str, str]:
    return {"code": reason.code, "detail": reason.text(reader_language())}
