"""The audit log of person-level data, and the retention clock."""

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Nothing yet."""
