"""Mapping profiles: kept by whoever brings files, in versions, beside those that are shipped."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import jsonify, request, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.handlers import Door
from services.ingestion.importers.profile import ProfileFault, shipped_profiles
from services.ingestion.profiles import keeping
from services.ingestion.profiles.keeping import KeptProfile, OtherVersion, ProfileRefused
from services.ingestion.schemas.profiles import (
    DeletedProfileSchema,
    NewProfileSchema,
    ProfilePageArgs,
    ProfilePageSchema,
    ProfileSchema,
    ProfileVersionSchema,
    VersionArgs,
)
from shared.access import Role
from shared.web.access import allow, caller
from shared.web.body import loaded_body, raw_body
from shared.web.faults import fault
from shared.web.idempotency import once
from shared.web.problem import Problem

PROVIDERS = (Role.UNIVERSITY, Role.EMPLOYER, Role.OPERATOR)
YAML = "application/yaml"
_NEW = {"required": True, "content": {"application/json": {"schema": NewProfileSchema}}}
_NEXT = {
    "required": True,
    "content": {
        "application/json": {"schema": ProfileVersionSchema},
        YAML: {"schema": {"type": "string"}},
    },
}
_IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "description": "the ETag of the version that is to be followed or deleted",
    "schema": {"type": "string"},
}


def blueprint(door: Door) -> Blueprint:
    """/v1/profiles."""
    routes = Blueprint("profiles", __name__, url_prefix="/v1", description="Mapping profiles")

    @routes.route("/profiles")
    class Profiles(MethodView):
        @allow(*PROVIDERS)
        @routes.arguments(ProfilePageArgs, location="query")
        @routes.response(200, ProfilePageSchema)
        def get(self, page: dict[str, Any]) -> dict[str, Any]:
            """Those that come with the system, on the first page, and one's own by name."""
            cursor, limit = page["cursor"], page["limit"]
            with refusals():
                own = keeping.own_profiles(door.engine, caller().organisation, cursor, limit + 1)
            shipped = [] if cursor else keeping.all_shipped()
            return {
                "profiles": [_listed(kept) for kept in (*shipped, *own[:limit])],
                "next": own[limit - 1].profile.name if len(own) > limit else None,
            }

        @allow(*PROVIDERS, scope="profiles:write")
        @routes.doc(requestBody=_NEW)
        @routes.response(201, ProfileSchema)
        def post(self) -> Any:
            """Keep a new profile."""
            posted = loaded_body(NewProfileSchema())
            return _kept(posted["name"], keeping.profile_text(posted["profile"]), is_new=True)

    @routes.route("/profiles/<name>")
    class Profile(MethodView):
        @allow(*PROVIDERS)
        @routes.arguments(VersionArgs, location="query")
        @routes.response(200, ProfileSchema)
        def get(self, asked: dict[str, Any], name: str) -> Any:
            """A profile as it was written; an old version also when it was deleted since."""
            return _shown(found(door, name, asked.get("version")), 200)

        @allow(*PROVIDERS, scope="profiles:write")
        @routes.doc(requestBody=_NEXT, parameters=[_IF_MATCH])
        @routes.response(200, ProfileSchema)
        @routes.alt_response(201, schema=ProfileSchema)
        @routes.alt_response(412, description="another version is kept by now")
        def put(self, name: str) -> Any:
            """Keep the next version of a profile, or its first."""
            if request.mimetype in (YAML, "application/x-yaml", "text/yaml"):
                return _kept(name, _text_body())
            posted = loaded_body(ProfileVersionSchema())
            return _kept(name, keeping.profile_text(posted["profile"]))

        @allow(*PROVIDERS, scope="profiles:write")
        @routes.doc(parameters=[_IF_MATCH])
        @routes.response(200, DeletedProfileSchema)
        @routes.alt_response(412, description="another version is kept by now")
        def delete(self, name: str) -> dict[str, Any]:
            """Take a profile off the list; batches that were read with it still name it."""
            with refusals():
                version = keeping.delete_profile(
                    door.engine, caller().organisation, name, _if_match()
                )
            if version is None:
                raise Problem("not-found")
            return {"name": name, "version": version}

    def _kept(name: str, text: str, *, is_new: bool = False) -> Any:
        with refusals():
            kept = keeping.keep_profile(
                door.engine,
                caller().organisation,
                name,
                text,
                must_be_new=is_new,
                if_match=_if_match(),
                once=once,
            )
        is_first = kept.version == 1 and not kept.is_known
        return _shown(kept, 201 if is_first else 200)

    return routes


def found(door: Door, name: str, version: int | None = None) -> KeptProfile:
    """The caller's profile of that name, or the shipped one; a not-found problem otherwise."""
    with refusals():
        kept = keeping.find_profile(door.engine, caller().organisation, name, version)
    if kept is None:
        raise Problem("not-found")
    return kept


@contextmanager
def refusals() -> Iterator[None]:
    """What cannot be kept, as problems."""
    try:
        yield
    except ProfileRefused as error:
        raise Problem("invalid", faults=error.faults) from error
    except OtherVersion as error:
        raise Problem("precondition-failed") from error
    except ProfileFault as error:  # it was taken by an earlier version of the product
        wrong = fault("profile_fault", reason=str(error))
        raise Problem("invalid", faults=[("/profile", wrong)]) from error


def _shown(kept: KeptProfile, status: int) -> Any:
    answer = jsonify({**_listed(kept), "text": kept.text})
    answer.status_code = status
    answer.set_etag(kept.etag)
    if status == 201:
        answer.headers["Location"] = url_for("profiles.Profile", name=kept.profile.name)
    return answer


def _listed(kept: KeptProfile) -> dict[str, Any]:
    return {
        "name": kept.profile.name,
        "version": kept.version,
        "kind": kept.profile.kind,
        "about": kept.profile.about,
        "shipped": kept.version is None and kept.profile.name in shipped_profiles(),
        "recorded_at": kept.recorded_at,
    }


def _if_match() -> str | None:
    """The version that the caller believes to be the newest; None when any will do."""
    if "If-Match" not in request.headers:
        return None
    return "*" if request.if_match.star_tag else next(iter(request.if_match.as_set()), "")


def _text_body() -> str:
    try:
        return raw_body().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("malformed", faults=[("", fault("undecodable", encoding="utf-8"))]) from error
