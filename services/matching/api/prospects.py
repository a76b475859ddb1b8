"""What open vacancies hold for a graduate: expected mismatch, and how many fit."""

from collections.abc import Callable
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.matching.api.noting import note_reading
from services.matching.api.own import own_key
from services.matching.assess import taxonomies
from services.matching.mismatch import GraduateJudge
from services.matching.pair_answers import prospects_answer
from services.matching.pair_schemas import ProspectsSchema
from services.matching.prospects import prospects_for
from services.matching.queries import Office
from services.matching.schemas import ProviderArgs
from shared.access import Role
from shared.web.access import allow
from shared.web.problem import Problem


def blueprint(office: Office, judge: Callable[[], GraduateJudge]) -> Blueprint:
    """/v1/graduates/<record>/prospects."""
    routes = Blueprint("prospects", __name__, url_prefix="/v1", description="Prospects")

    @routes.route("/graduates/<record>/prospects")
    class GraduateProspects(MethodView):
        @allow(Role.UNIVERSITY, Role.OPERATOR)
        @routes.arguments(ProviderArgs, location="query")
        @routes.response(200, ProspectsSchema)
        def get(self, asked: dict[str, Any], record: str) -> dict[str, Any]:
            """The model over the open vacancies near to one's own graduate."""
            key, today, loaded = own_key(record, asked["provider"]), office.today(), judge()
            with office.engine.connect() as connection:
                found = prospects_for(connection, loaded, key, today)
            if found is None:
                raise Problem("not-found")
            note_reading(office.engine, key)
            return prospects_answer(found, today, {**taxonomies(), **loaded.versions})

    return routes
