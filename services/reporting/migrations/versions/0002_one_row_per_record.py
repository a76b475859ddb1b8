"""Codes of a record in its row of facts, further answers, and how far the log is in the model.

Nothing is aggregated in the database any more, so its secondary indexes go.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_GATHERED = (
    ("graduate_facts", "skills", "graduate_skills", "skill"),
    ("vacancy_facts", "skills", "vacancy_skills", "skill"),
    ("vacancy_facts", "fields", "vacancy_fields", "field"),
)
_INDEXES = {
    "graduate_facts": (
        "recorded_at",
        "versions_id",
        "field",
        "occupation",
        "study_region",
        "work_region",
        "home_region",
        "year",
    ),
    "vacancy_facts": ("recorded_at", "versions_id", "occupation", "region", "closes_on"),
}


def upgrade() -> None:
    op.add_column("graduate_facts", sa.Column("months_to_first_job", sa.Float))
    op.add_column("graduate_facts", sa.Column("first_job", sa.Boolean))
    for facts, column, table, code in _GATHERED:
        op.add_column(facts, sa.Column(column, sa.Text))
        op.execute(_gather(facts, column, table, code))
        op.drop_table(table)
    for table, columns in _INDEXES.items():
        for column in columns:
            op.drop_index(f"ix_{table}_{column}", table)
    op.create_table(
        "positions",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("next_offset", sa.BigInteger, nullable=False),
    )


def _gather(facts: str, column: str, table: str, code: str) -> str:
    """The codes of each record, in order: SQLite keeps the order of a subquery, not of a group."""
    held = f"FROM {table} WHERE key = {facts}.key"
    if _is_postgresql():
        codes = f"string_agg({code}, ' ' ORDER BY {code} COLLATE \"C\") {held}"
    else:
        codes = f"group_concat({code}, ' ') FROM (SELECT {code} {held} ORDER BY {code})"
    return f"UPDATE {facts} SET {column} = (SELECT {codes})"  # noqa: S608 - our own names


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"
