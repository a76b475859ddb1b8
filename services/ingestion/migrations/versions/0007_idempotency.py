"""Answers to writes that may be asked for again."""

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing yet."""
