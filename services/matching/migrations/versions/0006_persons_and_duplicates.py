"""Records that stand for many persons, and vacancies posted twice: assessments carry both."""

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """No column of its own tells them: a record is kept whole, within its assessment."""
