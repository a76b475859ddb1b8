"""Which event goes to which handler: the table of contents of what matching listens to."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlalchemy import Connection

from services.matching import handlers
from services.matching.assess import Assessor
from services.matching.corrections import begin_assessing
from services.matching.taught import TaughtCoders
from shared.contracts import Envelope

GROUP = "matching"
TOPICS = ("graduates.v1", "vacancies.v1")

Assessing = Callable[[Assessor, Connection, Sequence[Envelope]], None]
Handler = Callable[[Connection, Sequence[Envelope]], None]

SUBSCRIPTIONS: Mapping[str, Assessing] = {
    "lmis.graduate.recorded.v1": handlers.assess_graduates,
    "lmis.graduate.erased.v1": handlers.erase_graduates,
    "lmis.vacancy.recorded.v1": handlers.assess_vacancies,
    "lmis.vacancy.erased.v1": handlers.erase_vacancies,
}


def subscriptions(assessor: Assessor) -> dict[str, Handler]:
    """The table with an assessor in the handlers' hands that knows the newest corrections."""
    coders = TaughtCoders(lambda: assessor.coders)

    def handle(handler: Assessing, connection: Connection, events: Sequence[Envelope]) -> None:
        begin_assessing(connection)
        handler(assessor.corrected(coders.present(connection)), connection, events)

    return {event: partial(handle, handler) for event, handler in SUBSCRIPTIONS.items()}
