"""Which event goes to which projection: the table of contents of what reporting listens to."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy import Connection

from services.reporting import projections
from services.reporting.store import append_rows
from shared.contracts import Envelope

GROUP = "reporting"
TOPICS = ("assessments.v1",)

Projection = Callable[[Connection, Sequence[Envelope]], None]

SUBSCRIPTIONS: Mapping[str, Projection] = {
    "lmis.graduate.assessed.v1": projections.project_graduates,
    "lmis.graduate.assessment_erased.v1": projections.forget_graduates,
    "lmis.vacancy.assessed.v1": projections.project_vacancies,
    "lmis.vacancy.assessment_erased.v1": projections.forget_vacancies,
}

NEW_RECORDS: Mapping[str, Projection] = {
    "lmis.graduate.assessed.v1": partial(projections.project_graduates, write=append_rows),
    "lmis.vacancy.assessed.v1": partial(projections.project_vacancies, write=append_rows),
}
"""The same for records of which the read model holds nothing yet: an erased one needs nothing."""
