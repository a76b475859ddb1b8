"""Vacancies that were posted more than once."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("vacancies", sa.Column("duplicate_of", sa.Text))
    compared = sa.Column("compared_version", sa.Integer, nullable=False, server_default="0")
    op.add_column("vacancies", compared)
    _index("ix_vacancies_uncompared", ["key"], "compared_version < version")
    _index("ix_vacancies_duplicate_of", ["duplicate_of", "key"], "duplicate_of IS NOT NULL")
    _compared()
    op.create_table(
        "duplicate_decisions",
        sa.Column("id", sa.Integer, sa.Identity(), primary_key=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("repeats", sa.Text),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )
    op.create_index("ix_duplicate_decisions_key", "duplicate_decisions", ["key", "id"])
    op.create_index("ix_duplicate_decisions_repeats", "duplicate_decisions", ["repeats"])


def _index(name: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "vacancies", columns, sqlite_where=condition, postgresql_where=condition)


def _compared() -> None:
    op.create_table(
        "advertisements",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("content_hash", sa.Text, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("is_closed", sa.Boolean, nullable=False),
        sa.Column("alone", sa.Boolean, nullable=False),
        sa.Column("compared", sa.Text, nullable=False),
        sa.Column("signature", sa.LargeBinary),
        sa.Column("blocks", sa.LargeBinary, nullable=False),
        sa.Column("likeness", sa.Text),
    )
    op.create_table(
        "vacancy_blocks",
        sa.Column("block", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
