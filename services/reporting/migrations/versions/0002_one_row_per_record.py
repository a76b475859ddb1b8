"""Codes of a record in its row of facts, further answers, and how far the log is in the model."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_GATHERED = (
    ("graduate_facts", "skills", "graduate_skills", "skill"),
    ("vacancy_facts", "skills", "vacancy_skills", "skill"),
    ("vacancy_facts", "fields", "vacancy_fields", "field"),
)


def upgrade() -> None:
    op.add_column("graduate_facts", sa.Column("months_to_first_job", sa.Float))
    op.add_column("graduate_facts", sa.Column("first_job", sa.Boolean))
    for facts, column, table, code in _GATHERED:
        op.add_column(facts, sa.Column(column, sa.Text))
        op.execute(_gather(facts, column, table, code))
    op.create_table(
        "positions",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
    )


def _gather(facts: str, column: str, table: str, code: str) -> str:
    """The codes of each record, in order: SQLite keeps the order of a subquery, not of a group."""
    if op.get_bind().dialect.name == "postgresql":
        codes = f"string_agg({code}, ' ' ORDER BY {code} COLLATE \"C\") FROM {table}"
        return f"UPDATE {facts} SET {column} = (SELECT {codes} WHERE key = {facts}.key)"
    ordered = f"SELECT {code} FROM {table} WHERE key = {facts}.key ORDER BY {code}"
    return f"UPDATE {facts} SET {column} = (SELECT group_concat({code}, ' ') FROM ({ordered}))"
