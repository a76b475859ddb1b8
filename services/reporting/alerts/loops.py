"""The loops of alerts: one judges, one sends; of each, one runs per database at a time."""

from sqlalchemy import Engine

from services.reporting.alerts.deliveries import deliveries
from services.reporting.alerts.evaluation import Evaluator
from services.reporting.publication.shelf import Shelf
from shared.bus.turns import Turns
from shared.webhooks.clock import now
from shared.webhooks.delivery import Courier
from shared.webhooks.sending import Send
from shared.workers import Worker

JUDGING_IDLE, SENDING_IDLE = 5.0, 1.0


def workers(engine: Engine, shelf: Shelf, send: Send) -> list[Worker]:
    """Judging alerts by new publications, and sending their messages."""
    evaluator, courier = Evaluator(engine, shelf, now), Courier(deliveries, engine, send)
    judging = Turns("alert-judging", engine, evaluator.work, JUDGING_IDLE)
    sending = Turns("alert-sending", engine, courier.work, SENDING_IDLE)
    return [Worker("alert judging", judging.run), Worker("alert sending", sending.run)]
