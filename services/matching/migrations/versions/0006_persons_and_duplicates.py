"""Records that stand for many persons, and vacancies posted twice."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Nothing yet."""
