"""GET /v1/data-sets: which tables are published, and everything to know before using one."""

from collections.abc import Mapping
from typing import Any

import msgspec
from flask import Response, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.publications import lasts, newest, no_such_version, opened, table_of
from services.reporting.api.sending import Content, KeptAnswers, sent, sent_document
from services.reporting.data_set_schemas import (
    DataSetChangesSchema,
    DataSetSchema,
    DataSetsSchema,
    DataSetVersionsSchema,
    MetaSchema,
    VersionArgs,
)
from services.reporting.data_sets import DataSet, Publication
from services.reporting.publication.shelf import ReleaseEntry
from services.reporting.querying.changes import changes_of, releases_with
from services.reporting.querying.descriptions import in_full, in_short
from services.reporting.querying.identity import digest, identity
from services.reporting.window import Window
from shared.web.access import public

OF_METADATA = 8 * 1024 * 1024


def blueprint(window: Window) -> Blueprint:
    """Data sets, their versions, metadata and changes."""
    routes = Blueprint(
        "data_sets", __name__, url_prefix="/v1/data-sets", description="Published tables"
    )
    kept, shelf = KeptAnswers(OF_METADATA), window.shelf

    @routes.route("")
    class DataSets(MethodView):
        @public
        @routes.arguments(VersionArgs, location="query")
        @routes.response(200, DataSetsSchema)
        def get(self, given: dict[str, Any]) -> Response:
            """All data sets of the newest release, or of the version stated."""
            if "version" not in given and newest(shelf) is None:
                return sent_document({"data_sets": []}, lasting=False)
            publication = opened(shelf, given.get("version"))
            listed = [_listed(publication, table) for table in publication.data_sets.values()]
            return sent_document({"data_sets": listed}, lasting=_lasts(publication, given))

    @routes.route("/<data_set>")
    class OneDataSet(MethodView):
        @public
        @routes.arguments(VersionArgs, location="query")
        @routes.response(200, DataSetSchema)
        def get(self, given: dict[str, Any], data_set: str) -> Response:
            """One data set in short."""
            publication = opened(shelf, given.get("version"))
            table = table_of(publication, data_set)
            return sent_document(_listed(publication, table), lasting=_lasts(publication, given))

    @routes.route("/<data_set>/meta")
    class Meta(MethodView):
        @public
        @routes.arguments(VersionArgs, location="query")
        @routes.response(200, MetaSchema)
        def get(self, given: dict[str, Any], data_set: str) -> Response:
            """Dimensions with members, and indicators with definition, formula and caveats."""
            publication = opened(shelf, given.get("version"))
            table = table_of(publication, data_set)
            content = Content(
                tag=digest(identity(publication), data_set, "meta"),
                make=lambda: msgspec.json.encode(in_full(publication, table)),
                lasting=_lasts(publication, given),
            )
            return sent(content, kept)

    @routes.route("/<data_set>/versions")
    class Versions(MethodView):
        @public
        @routes.response(200, DataSetVersionsSchema)
        def get(self, data_set: str) -> Response:
            """The releases that hold the data set, newest first."""
            publication = opened(shelf, None)
            table_of(publication, data_set)
            versions = [_version(entry) for entry in releases_with(shelf.releases(), data_set)]
            return sent_document({"data_set": data_set, "versions": versions}, lasting=False)

    @routes.route("/<data_set>/changes")
    class Changes(MethodView):
        @public
        @routes.arguments(VersionArgs, location="query")
        @routes.response(200, DataSetChangesSchema)
        def get(self, given: dict[str, Any], data_set: str) -> Response:
            """What the release changed of the data set against the release before it."""
            pin = given.get("version")
            publication = opened(shelf, pin)
            table_of(publication, data_set)
            for entry in shelf.releases():
                if entry.version == publication.version:
                    found = changes_of(entry, data_set)
                    return sent_document(found, lasting=_lasts(publication, given))
            raise no_such_version(pin, "?version")

    return routes


def _lasts(publication: Publication, given: Mapping[str, Any]) -> bool:
    return lasts(publication, given.get("version"))


def _listed(publication: Publication, table: DataSet) -> Mapping[str, Any]:
    name, version = table.definition.id, publication.version
    pages = {
        "meta": "data_sets.Meta",
        "query": "query.DataSetQuery",
        "changes": "data_sets.Changes",
        "versions": "data_sets.Versions",
    }
    links = {
        word: url_for(endpoint, data_set=name, version=version) for word, endpoint in pages.items()
    }
    return {**in_short(publication, table), "links": links}


def _version(entry: ReleaseEntry) -> Mapping[str, Any]:
    return {
        "version": entry.version,
        "issued": entry.issued,
        "synthetic": entry.synthetic,
        "digest": entry.digest,
    }
