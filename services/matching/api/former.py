"""What was said of a record before it was assessed anew."""

from typing import Any

import marshmallow as ma
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import fields, validate

from services.matching import former, store
from services.matching.api.noting import note_reading
from services.matching.api.own import own_key
from services.matching.queries import Office
from services.matching.schemas import ProviderArgs
from services.matching.tables import graduates, vacancies
from shared.access import Role
from shared.web.access import allow
from shared.web.problem import Problem

_TABLES = {table.name: table for table in (graduates, vacancies)}


class FormerArgs(ProviderArgs):
    """Which record."""

    noun = fields.String(required=True, validate=validate.OneOf(sorted(_TABLES)))
    record = fields.String(required=True, validate=validate.Length(1, 400))


class FormerAssessmentSchema(ma.Schema):
    """Codes and verdicts that were replaced, and what had a say in them."""

    version = fields.Integer(metadata={"description": "of the record"})
    revision = fields.Integer()
    field = fields.String(allow_none=True)
    occupation = fields.String(allow_none=True)
    verdicts = fields.Dict(
        keys=fields.String(metadata={"description": "dimension/method"}), values=fields.String()
    )
    versions = fields.Dict(keys=fields.String(), values=fields.String())
    replaced_at = fields.String()


class FormerAssessmentsSchema(ma.Schema):
    """Former assessments, oldest first."""

    former = fields.List(fields.Nested(FormerAssessmentSchema))


def blueprint(office: Office) -> Blueprint:
    """/v1/former-assessments."""
    routes = Blueprint("former", __name__, url_prefix="/v1", description="Former assessments")

    @routes.route("/former-assessments")
    class Former(MethodView):
        @allow(Role.OPERATOR, Role.UNIVERSITY, Role.EMPLOYER)
        @routes.arguments(FormerArgs, location="query")
        @routes.response(200, FormerAssessmentsSchema)
        def get(self, asked: dict[str, Any]) -> dict[str, Any]:
            """What was said of one's own record before it was corrected or re-coded."""
            key, table = own_key(asked["record"], asked["provider"]), _TABLES[asked["noun"]]
            with office.engine.connect() as connection:
                if not store.is_kept(connection, table, key):
                    raise Problem("not-found")
                found = former.of_record(connection, table, key)
            if table is graduates:
                note_reading(office.engine, key)
            return {"former": found}

    return routes
