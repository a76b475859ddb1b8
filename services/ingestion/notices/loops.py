"""The loops of notices: one makes messages, one sends them."""

from sqlalchemy import Engine

from services.ingestion.notices.register import deliveries
from services.ingestion.notices.telling import Teller
from shared.bus.turns import Turns
from shared.webhooks.clock import now
from shared.webhooks.delivery import Courier
from shared.webhooks.sending import Send
from shared.workers import Worker

IDLE = 1.0


def workers(engine: Engine, send: Send) -> list[Worker]:
    """Making messages and sending them; of each loop one runs per database at a time."""
    teller, courier = Teller(engine, now), Courier(deliveries, engine, send, ends_silent=True)
    telling = Turns("notice-telling", engine, teller.work, IDLE)
    sending = Turns("notice-sending", engine, courier.work, IDLE)
    return [Worker("notice telling", telling.run), Worker("notice sending", sending.run)]
