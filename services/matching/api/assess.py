"""Judging graduates beside jobs that are told by codes: nothing is kept of what is asked."""

from collections.abc import Callable

import msgspec
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint

from services.matching.assess import taxonomies
from services.matching.mismatch import GraduateJudge
from services.matching.pair_schemas import AssessAnswerSchema, AssessRequestSchema
from services.matching.pairs import pair_facts
from shared.access import Role
from shared.web.access import allow
from shared.web.body import loaded_body
from shared.web.idempotency import asks_only

_REQUEST = AssessRequestSchema()
_BODY = {"required": True, "content": {"application/json": {"schema": AssessRequestSchema}}}


def blueprint(judge: Callable[[], GraduateJudge]) -> Blueprint:
    """/v1/assess; `judge` is a function because loading a model takes time."""
    routes = Blueprint("assess", __name__, url_prefix="/v1", description="Judging pairs")

    @routes.route("/assess")
    class Assess(MethodView):
        @allow(*Role, scope="coding")
        @asks_only
        @routes.doc(requestBody=_BODY)
        @routes.response(200, AssessAnswerSchema)
        def post(self) -> Response:
            """Judge up to 1,000 pairs of graduate and job by every rule and model."""
            asked = loaded_body(_REQUEST)
            loaded = judge()
            facts = [pair_facts(pair["graduate"], pair["job"]) for pair in asked["pairs"]]
            # Encoded as it is: to dump thousands of judgements field by field takes seconds.
            body = {
                "versions": {**taxonomies(), **loaded.versions},
                "results": [{"judgements": found} for found in loaded.in_detail(facts)],
            }
            return Response(msgspec.json.encode(body), content_type="application/json")

    return routes
