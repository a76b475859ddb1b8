"""Our own templates and the data dictionary, for anybody to download."""

from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

import msgspec
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.ingestion.domain import Kind
from services.ingestion.profiles import templates
from services.ingestion.profiles.dictionary import dictionary
from services.ingestion.profiles.words import Language
from services.ingestion.schemas.profiles import DictionaryArgs, DictionarySchema, TemplateArgs
from shared.web.access import public
from shared.web.language import reader_language
from shared.web.problem import Problem

MEDIA_TYPES: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_FILE = {"type": "string", "format": "binary"}
_Make = Callable[[Kind, Language], bytes]
_TEMPLATES: Mapping[str, _Make] = {
    "csv": templates.template_csv,
    "xlsx": templates.template_xlsx,
}
_DICTIONARIES: Mapping[str, _Make] = {
    "csv": templates.dictionary_csv,
    "xlsx": templates.dictionary_xlsx,
}


def blueprint() -> Blueprint:
    """/v1/templates."""
    routes = Blueprint("templates", __name__, url_prefix="/v1", description="Templates")

    @routes.route("/templates/<kind>")
    class Template(MethodView):
        @public
        @routes.arguments(TemplateArgs, location="query")
        @routes.response(200, _FILE, content_type=MEDIA_TYPES["xlsx"])
        @routes.response(200, _FILE, content_type="text/csv")
        def get(self, asked: dict[str, Any], kind: str) -> Response:
            """A template of graduates or vacancies, headed in the reader's language."""
            form = asked["format"]
            return _file(_TEMPLATES[form], _known(kind), form, "lmis")

    @routes.route("/templates/<kind>/dictionary")
    class Dictionary(MethodView):
        @public
        @routes.arguments(DictionaryArgs, location="query")
        @routes.response(200, DictionarySchema)
        @routes.alt_response(200, schema=_FILE, content_type=MEDIA_TYPES["xlsx"])
        @routes.alt_response(200, schema=_FILE, content_type="text/csv")
        def get(self, asked: dict[str, Any], kind: str) -> Any:
            """Every field, what it takes and what it says, in Thai and English."""
            form, known = asked["format"], _known(kind)
            if form != "json":
                return _file(_DICTIONARIES[form], known, form, "lmis-dictionary")
            return {"kind": known, "fields": msgspec.to_builtins(dictionary(known))}

    return routes


def _known(kind: str) -> Kind:
    if kind not in get_args(Kind):
        raise Problem("not-found")
    return cast(Kind, kind)


def _file(make: _Make, kind: Kind, form: str, name: str) -> Response:
    language = reader_language("th")
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{kind}.{form}"',
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return Response(make(kind, language), 200, headers, content_type=MEDIA_TYPES[form])
