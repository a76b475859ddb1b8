"""package_list and package_show as CKAN answers them, for its clients and harvesters.

They ask with or without the interface's version, by GET or POST, and look for faults in CKAN's own
words alone.
"""

from typing import Any

import msgspec
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.listed import Listed, addresses
from services.reporting.api.publications import newest
from services.reporting.api.sending import JSON
from services.reporting.catalogue import ckan
from services.reporting.catalogue.listing import Addresses, Listing
from services.reporting.catalogue_schemas import PackageArgs, PackageListSchema, PackageSchema
from shared.web.access import public


def blueprint(listed: Listed) -> Blueprint:
    """CKAN's actions below /v1/api."""
    routes = Blueprint("ckan", __name__, url_prefix="/v1/api", description="CKAN's actions")

    @routes.route("/action/package_list", endpoint="UnversionedPackageList")
    @routes.route("/3/action/package_list")
    class PackageList(MethodView):
        @public
        @routes.response(200, PackageListSchema)
        @routes.alt_response(404, description="nothing is published yet")
        def get(self) -> Response:
            """The names of all tables."""
            return _list(listed)

        @public
        @routes.response(200, PackageListSchema)
        @routes.alt_response(404, description="nothing is published yet")
        def post(self) -> Response:
            """The names of all tables; the body says nothing."""
            return _list(listed)

    @routes.route("/action/package_show", endpoint="UnversionedPackageShow")
    @routes.route("/3/action/package_show")
    class PackageShow(MethodView):
        @public
        @routes.arguments(PackageArgs, location="query")
        @routes.response(200, PackageSchema)
        @routes.alt_response(404, schema=PackageSchema)
        def get(self, given: dict[str, Any]) -> Response:
            """A table with its forms, by name."""
            return _show(listed, given["id"])

        @public
        @routes.arguments(PackageArgs, location="json")
        @routes.response(200, PackageSchema)
        @routes.alt_response(404, schema=PackageSchema)
        def post(self, given: dict[str, Any]) -> Response:
            """A table with its forms, by name."""
            return _show(listed, given["id"])

    return routes


def _list(listed: Listed) -> Response:
    return listed.answer("package_list", JSON, lambda found, at: _done(at, ckan.names(found)))


def _show(listed: Listed, name: str) -> Response:
    published = newest(listed.shelf)
    if published is None or name not in published.data_sets:
        return _missing(addresses())
    return listed.answer(f"package_show {name}", JSON, lambda found, at: _package(found, at, name))


def _package(found: Listing, at: Addresses, name: str) -> bytes:
    return _done(at, ckan.package(found.publication.data_sets[name], found, at))


def _done(at: Addresses, result: Any) -> bytes:
    return msgspec.json.encode({"help": at.description, "success": True, "result": result})


def _missing(at: Addresses) -> Response:
    error = {"__type": "Not Found Error", "message": "Not found", "message_th": "ไม่พบชุดข้อมูล"}
    body = msgspec.json.encode({"help": at.description, "success": False, "error": error})
    return Response(body, 404, content_type=JSON)
