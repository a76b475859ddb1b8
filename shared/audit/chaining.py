"""The loop that chains entries: writers never wait for each other, the chain follows at once."""

import threading
from typing import Any

from sqlalchemy import BindParameter, Engine, Table, bindparam, select, update

from shared.audit.entry import next_hash
from shared.audit.verifying import head
from shared.bus.turns import Turns
from shared.db.engine import transaction

BATCH = 1000
IDLE_SECONDS = 0.5


class Chainer:
    """Chains what was noted in a table, as the only one to do so."""

    def __init__(self, engine: Engine, audit: Table) -> None:
        name = f"{audit.info['chain']}-audit"
        self._turns = Turns(name, engine, lambda: chain_once(engine, audit), IDLE_SECONDS)

    def run(self, stop: threading.Event) -> None:
        """Chain until `stop`: a worker thread's target."""
        self._turns.run(stop)


def chain_once(engine: Engine, audit: Table, limit: int = BATCH) -> int:
    """Chain up to `limit` entries in the order of their ids; how many.

    An entry is taken because it is not chained yet, never because its id is higher: ids appear
    out of commit order. Two at once cannot both succeed, for a position is given once.
    """
    loose = select(audit).where(audit.c.position.is_(None)).order_by(audit.c.id).limit(limit)
    with engine.connect() as connection:
        if connection.execute(loose.limit(1)).first() is None:
            return 0
    with transaction(engine) as connection:
        last, links = head(connection, audit), list[dict[str, Any]]()
        position, known = last.position, last.hash
        for entry in connection.execute(loose):
            position += 1
            known = next_hash(known, position, entry)
            links.append({"of": entry.id, "its_position": position, "its_hash": known})
        if links:
            connection.execute(_link(audit), links)
        return len(links)


def _link(audit: Table) -> Any:
    of: BindParameter[int] = bindparam("of")
    return (
        update(audit)
        .where(audit.c.id == of, audit.c.position.is_(None))
        .values(position=bindparam("its_position"), hash=bindparam("its_hash"))
    )
