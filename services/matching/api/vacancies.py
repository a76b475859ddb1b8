"""Vacancies: what matching made of one, and the graduates who fit it."""

from typing import Any

from flask.views import MethodView
from flask_smorest import Blueprint

from services.matching import answers, queries, store
from services.matching.api.noting import note_ranking
from services.matching.api.own import own_key
from services.matching.fitting import fitting_graduates
from services.matching.queries import Office
from services.matching.schemas import (
    FittingSchema,
    GraduateRankingSchema,
    ProviderArgs,
    RankingArgs,
    VacancyAssessmentSchema,
)
from shared.access import Role
from shared.web.access import allow
from shared.web.problem import Problem


def blueprint(office: Office) -> Blueprint:
    """/v1/vacancies; a reference may contain slashes, the longer route wins."""
    routes = Blueprint("vacancies", __name__, url_prefix="/v1", description="Vacancies")

    @routes.route("/vacancies/<path:reference>")
    class Vacancy(MethodView):
        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.arguments(ProviderArgs, location="query")
        @routes.response(200, VacancyAssessmentSchema)
        def get(self, asked: dict[str, Any], reference: str) -> dict[str, Any]:
            """How one's own vacancy was coded."""
            key = own_key(reference, asked["provider"])
            with office.engine.connect() as connection:
                assessed = store.find_vacancy(connection, key)
            if assessed is None:
                raise Problem("not-found")
            return answers.vacancy_assessment(assessed)

    @routes.route("/vacancies/<path:reference>/graduates")
    class Graduates(MethodView):
        @allow(Role.OPERATOR)
        @routes.arguments(RankingArgs, location="query")
        @routes.response(200, GraduateRankingSchema)
        def get(self, asked: dict[str, Any], reference: str) -> dict[str, Any]:
            """Graduates for a vacancy, best first, under ids of this vacancy's own.

            For the employment service that places people. Employers are told how many graduates
            fit, never of one: whoever may change a vacancy's pay or place could read a person's
            from how the score moves.
            """
            key = own_key(reference, asked["provider"])
            with office.engine.connect() as connection:
                ranking = queries.graduates_for(connection, office.markets, key, asked["limit"])
            if ranking is None:
                raise Problem("not-found")
            note_ranking(office.engine, [found.record.key for found, _ in ranking.best])
            return answers.graduate_ranking(ranking, office.today(), office.secret)

    @routes.route("/vacancies/<path:reference>/fitting")
    class Fitting(MethodView):
        @allow(Role.EMPLOYER, Role.OPERATOR)
        @routes.arguments(ProviderArgs, location="query")
        @routes.response(200, FittingSchema)
        def get(self, asked: dict[str, Any], reference: str) -> dict[str, Any]:
            """How many graduates fit one's own vacancy, by province and field; never persons."""
            key = own_key(reference, asked["provider"])
            with office.engine.connect() as connection:
                found = fitting_graduates(connection, office.markets, key)
            if found is None:
                raise Problem("not-found")
            return answers.fitting(found, office.today())

    return routes
