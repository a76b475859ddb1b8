"""Trying the coder: texts to codes of occupations, fields and skills."""

from collections.abc import Callable
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.matching import answers, queries
from services.matching.code_schemas import CodeAnswerSchema, CodeRequestSchema
from services.matching.domain import Extractor
from services.matching.queries import Office
from shared.access import Role
from shared.web.access import allow, caller
from shared.web.body import loaded_body
from shared.web.idempotency import asks_only

_REQUEST = CodeRequestSchema()
_BODY = {"required": True, "content": {"application/json": {"schema": CodeRequestSchema}}}


def blueprint(office: Office, extractor: Callable[[], Extractor]) -> Blueprint:
    """/v1/code."""
    routes = Blueprint("code", __name__, url_prefix="/v1", description="Coding of free text")

    @routes.route("/code")
    class Code(MethodView):
        @allow(*Role, scope="coding")
        @asks_only
        @routes.doc(requestBody=_BODY)
        @routes.response(200, CodeAnswerSchema)
        def post(self) -> dict[str, Any]:
            """Code titles to ISCO-08, programmes to ISCED-F, advertisements to ESCO skills."""
            asked = loaded_body(_REQUEST)
            kind = asked["kind"]
            if kind == "advert":
                found = extractor().extract(asked["texts"], asked["top"])
                return answers.found_skills(extractor().version, asked["texts"], found)
            coders = office.coders_for(caller().organisation)
            results = queries.code_texts(coders, kind, asked["texts"], asked["top"])
            return answers.coded_texts(kind, coders, results)

    return routes
