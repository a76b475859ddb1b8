"""How far the log is in the read model, kept in the transaction that put it there."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from services.reporting.store.tables import positions
from shared.bus.log import Positions


def keep_positions(connection: Connection, reached: Positions) -> None:
    """Note where reading goes on; a batch that comes again moves nothing back."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(positions)
    offered = statement.excluded.next_offset
    statement = statement.on_conflict_do_update(
        index_elements=list(positions.primary_key),
        set_={"next_offset": offered},
        where=offered > positions.c.next_offset,
    )
    rows = [
        {"topic": topic, "partition": partition, "next_offset": offset}
        for (topic, partition), offset in sorted(reached.items())
    ]
    if rows:
        connection.execute(statement, rows)


def positions_of(connection: Connection) -> Positions:
    """The positions that this model has reached, in order of topic and partition."""
    ordered = select(positions).order_by(positions.c.topic, positions.c.partition)
    return {(row.topic, row.partition): row.next_offset for row in connection.execute(ordered)}
