"""Which event goes to which projection: the table of contents of what reporting listens to."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, Table

from services.reporting import projections
from services.reporting.store import Row, graduate_facts, vacancy_facts
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

ROWS: Mapping[str, tuple[Table, Callable[[Envelope], Row]]] = {
    "lmis.graduate.assessed.v1": (graduate_facts, projections.graduate_row),
    "lmis.vacancy.assessed.v1": (vacancy_facts, projections.vacancy_row),
}
"""Where the first event of a record adds a row, and which; an erased record adds none."""
