"""Graduates: what matching made of one, and the vacancies that suit him or her."""

from collections.abc import Callable
from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint
from msgspec import structs

from services.matching import answers, queries, store
from services.matching.api.noting import note_reading
from services.matching.api.own import own_key
from services.matching.mismatch import GraduateJudge
from services.matching.pairs import as_coded
from services.matching.queries import Office
from services.matching.schemas import (
    GraduateAssessmentSchema,
    ProviderArgs,
    RankingArgs,
    VacancyRankingSchema,
)
from shared.access import Role
from shared.web.access import allow
from shared.web.problem import Problem


def blueprint(office: Office, judge: Callable[[], GraduateJudge]) -> Blueprint:
    """/v1/graduates; `judge` is a function because loading a model takes time."""
    routes = Blueprint("graduates", __name__, url_prefix="/v1", description="Graduates")

    @routes.route("/graduates/<record>")
    class Graduate(MethodView):
        @allow(Role.UNIVERSITY, Role.OPERATOR)
        @routes.arguments(ProviderArgs, location="query")
        @routes.response(200, GraduateAssessmentSchema)
        def get(self, asked: dict[str, Any], record: str) -> dict[str, Any]:
            """How one's own graduate was coded and judged, and why."""
            key = own_key(record, asked["provider"])
            with office.engine.connect() as connection:
                assessed = store.find_graduate(connection, key)
            if assessed is None:
                raise Problem("not-found")
            note_reading(office.engine, key)
            explained = judge().explain(as_coded(assessed), assessed.judgements)
            return answers.graduate_assessment(structs.replace(assessed, judgements=explained))

    @routes.route("/graduates/<record>/vacancies")
    class Vacancies(MethodView):
        @allow(Role.UNIVERSITY, Role.OPERATOR)
        @routes.arguments(RankingArgs, location="query")
        @routes.response(200, VacancyRankingSchema)
        def get(self, asked: dict[str, Any], record: str) -> dict[str, Any]:
            """Open vacancies for one's own graduate, best first, with the reasons."""
            key = own_key(record, asked["provider"])
            today = office.today()
            with office.engine.connect() as connection:
                ranking = queries.vacancies_for(
                    connection, office.markets, key, today, asked["limit"]
                )
            if ranking is None:
                raise Problem("not-found")
            note_reading(office.engine, key)
            return answers.vacancy_ranking(ranking, today)

    return routes
