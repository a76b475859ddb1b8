"""What changed since one last looked: the last change of every record, written by triggers."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_NOUNS = ("graduates", "vacancies")
_EVENTS = {"INSERT": "NEW", "UPDATE OF assessment": "NEW", "DELETE": "OLD"}


def upgrade() -> None:
    op.create_table(
        "record_changes",
        sa.Column("noun", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("mark", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_record_changes_mark", "record_changes", ["mark"])
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _postgresql() if is_postgresql else _sqlite():
        op.execute(statement)


def _postgresql() -> Iterator[str]:
    """The mark is the transaction that made the change, which a reader can tell finished or not."""
    yield """
        CREATE FUNCTION note_record_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO record_changes (noun, key, mark)
            VALUES (TG_TABLE_NAME, COALESCE(NEW.key, OLD.key), pg_current_xact_id()::text::bigint)
            ON CONFLICT (noun, key) DO UPDATE SET mark = excluded.mark;
            RETURN NULL;
        END $$"""
    for noun in _NOUNS:
        yield f"""
            CREATE TRIGGER {noun}_changed AFTER {" OR ".join(_EVENTS)} ON {noun}
            FOR EACH ROW EXECUTE FUNCTION note_record_change()"""


def _sqlite() -> Iterator[str]:
    """The mark is one more than the last: one writer at a time, so it grows commit by commit."""
    for noun in _NOUNS:
        for event, row in _EVENTS.items():
            yield f"""
                CREATE TRIGGER {noun}_changed_by_{event.split()[0].lower()}
                AFTER {event} ON {noun} BEGIN
                    INSERT INTO record_changes (noun, key, mark)
                    VALUES ('{noun}', {row}.key,
                            (SELECT COALESCE(MAX(mark), 0) + 1 FROM record_changes))
                    ON CONFLICT (noun, key) DO UPDATE SET mark = excluded.mark;
                END"""  # noqa: S608 - names of our own
