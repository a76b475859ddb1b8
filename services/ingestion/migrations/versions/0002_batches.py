"""Batches of uploaded records, their sealed parts and results."""

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing yet."""
