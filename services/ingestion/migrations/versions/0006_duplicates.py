"""Vacancies that were posted more than once."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing yet."""
