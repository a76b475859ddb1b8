"""How many persons a graduate's record stands for, and which vacancy another one repeats."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Every record kept so far stands for one person."""
    persons = sa.Column("persons", sa.Integer, nullable=False, server_default="1")
    op.add_column("graduate_facts", persons)
    op.add_column("vacancy_facts", sa.Column("duplicate_of", sa.Text))
