"""GET /v1/catalogue and /v1/catalogue/gdc, and the SDMX structure of a table."""

from typing import Any

import msgspec
from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.listed import Listed, tag_of
from services.reporting.api.publications import lasts, opened, table_of
from services.reporting.api.sending import JSON, Content, sent
from services.reporting.catalogue import dcat, gdc
from services.reporting.catalogue.listing import Addresses, Listing
from services.reporting.catalogue.serialized import WRITERS
from services.reporting.catalogue_schemas import CatalogueArgs, GdcSchema, VersionArgs
from services.reporting.data_sets import DataSet, Publication
from services.reporting.exports import sdmx_structure
from shared.web.access import public
from shared.web.problem import Problem

_MEDIA_TYPES = {form: media_type for form, (media_type, _) in WRITERS.items()}
_DOCUMENT = {"type": "object"}


def blueprint(listed: Listed) -> Blueprint:
    """Routes by which catalogues of open data find what is published."""
    routes = Blueprint("catalogue", __name__, url_prefix="/v1", description="Catalogue")

    @routes.route("/catalogue")
    class Catalogue(MethodView):
        @public
        @routes.arguments(CatalogueArgs, location="query", unknown=None)
        @routes.response(200, _DOCUMENT, content_type=_MEDIA_TYPES["json-ld"])
        @routes.alt_response(200, schema={"type": "string"}, content_type=_MEDIA_TYPES["turtle"])
        def get(self, given: dict[str, Any]) -> Response:
            """The catalogue of all that is published in DCAT 3, as JSON-LD or Turtle."""
            form = given.get("format") or _accepted()
            media_type = _MEDIA_TYPES[form]
            return listed.placed(form, media_type, lambda found, at: _graph(found, at, form))

    @routes.route("/catalogue/gdc")
    class GovernmentDataCatalog(MethodView):
        @public
        @routes.response(200, GdcSchema)
        @routes.alt_response(404, description="nothing is published yet")
        def get(self) -> Response:
            """The fields that Thailand's Government Data Catalog asks for, table by table."""
            return listed.answer("gdc", JSON, lambda found, _: msgspec.json.encode(_gdc(found)))

    @routes.route("/data-sets/<name>/structure")
    class Structure(MethodView):
        @public
        @routes.arguments(VersionArgs, location="query", unknown=None)
        @routes.response(200, _DOCUMENT, content_type=sdmx_structure.MEDIA_TYPE)
        def get(self, given: dict[str, Any], name: str) -> Response:
            """The SDMX structure that the table's SDMX-CSV refers to, as SDMX-JSON 2.0."""
            pin = given.get("version")
            publication = opened(listed.shelf, pin)
            return sent(_structure(publication, table_of(publication, name), pin), listed.kept)

    return routes


def _structure(publication: Publication, data_set: DataSet, pin: str | None) -> Content:
    name, issued = data_set.definition.id, publication.issued
    return Content(
        tag=tag_of("structure", name, publication.version, issued),
        make=lambda: sdmx_structure.to_structure(publication, data_set),
        content_type=f"{sdmx_structure.MEDIA_TYPE}; version=2.0.0",
        lasting=lasts(publication, pin),
    )


def _graph(found: Listing, at: Addresses, form: str) -> bytes:
    _, write = WRITERS[form]
    return write(dcat.graph(found, at))


def _gdc(found: Listing) -> dict[str, Any]:
    tables = []
    for data_set in found:
        said = gdc.values(data_set, found)
        fields = [{"name": f.name, **f.labels, "value": said[f.name]} for f in gdc.FIELDS]
        tables.append({"id": data_set.definition.id, "fields": fields})
    return {"data_sets": tables}


def _accepted() -> str:
    """The serialization that the caller likes best. Raises Problem: `not-acceptable`."""
    accepted, offered = request.accept_mimetypes, list(_MEDIA_TYPES.values())
    best = accepted.best_match(offered) if accepted else offered[0]
    if best is None:
        raise Problem("not-acceptable", detail=", ".join(offered))
    return next(form for form, media_type in _MEDIA_TYPES.items() if media_type == best)
