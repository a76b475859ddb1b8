"""Which event goes to which handler: the table of contents of what ingestion listens to."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from services.ingestion.notices import taking
from shared.contracts import Envelope

GROUP = "ingestion"
TOPICS = ("assessments.v1",)

Handler = Callable[[Connection, Sequence[Envelope]], None]

SUBSCRIPTIONS: Mapping[str, Handler] = {
    "lmis.graduate.assessed.v1": taking.take_graduates,
    "lmis.graduate.assessment_erased.v1": taking.forget_graduates,
    "lmis.vacancy.assessed.v1": taking.take_vacancies,
    "lmis.vacancy.assessment_erased.v1": taking.forget_vacancies,
}
