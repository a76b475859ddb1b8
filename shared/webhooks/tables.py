"""The table of messages to be sent, made for each service that sends any.

The receivers are a table of the service's own, with an integer `id`, `url`, `secret`,
`disabled_at`, `disabled_because` and, where secrets can be changed, `former_secret` and
`former_until`.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text


def deliveries_table(metadata: MetaData, name: str, owner: str, receivers: Table) -> Table:
    """Messages, each to the receiver whose id is in the column `owner`."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        Column("event", Text, nullable=False, unique=True),
        Column(owner, Integer, ForeignKey(receivers.c.id), nullable=False),
        Column("kind", Text, nullable=False),
        Column("made_at", Text, nullable=False),
        Column("body", Text, nullable=False),
        Column("status", Text, nullable=False),
        Column("attempts", Text, nullable=False),  # JSON list, oldest first
        Column("next_attempt", Text),  # NULL: there is none
        Index(f"ix_{name}_{owner}", owner, "id"),
        Index(f"ix_{name}_next_attempt", "next_attempt"),
    )
