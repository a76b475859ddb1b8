"""Which records a correction touches: those of the same text, and some of the texts like it.

The same text is every text of the same form to the coder. Of others, up to 5,000 forms are looked
at that hold a word of the corrected one. Every record of theirs is looked at by itself: others of
its form may have been re-coded before, or have a provider with a word of its own. Thai is written
without spaces: in place of words stand the beginning and the end of what is written together, where
occupations and fields are named.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, FromClause, Table, and_, or_, select, true

from services.matching.assess import LONGEST_KEY
from services.matching.corrections import Recoding
from services.matching.domain import TextKind
from services.matching.tables import graduates, vacancies

MOST_FORMS, FORMS_AT_ONCE = 5_000, 200
_SHORTEST_WORD = 3
_THAI_PART = 6

COLUMNS: dict[TextKind, Sequence[tuple[Table, Column[Any]]]] = {
    "title": ((graduates, graduates.c.title_key), (vacancies, vacancies.c.title_key)),
    "programme": ((graduates, graduates.c.programme_key),),
}


def same_text(column: Column[Any], work: Recoding, key: str) -> ColumnElement[bool]:
    """The records whose text has this form."""
    return and_(column == key[:LONGEST_KEY], _of_provider(column.table, work.provider))


def like_it(
    engine: Engine, column: Column[Any], work: Recoding, key: str
) -> Iterator[ColumnElement[bool]]:
    """The records of other texts that may get another code, some forms at a time."""
    provider = _of_provider(column.table, work.provider)
    forms = _forms_like(engine, column, key, provider)
    for start in range(0, len(forms), FORMS_AT_ONCE):
        yield and_(column.in_(forms[start : start + FORMS_AT_ONCE]), provider)


def parts(key: str) -> list[str]:
    """What another form must hold to be looked at."""
    words = [word for word in key.split() if len(word) >= _SHORTEST_WORD]
    return sorted({part for word in words for part in _parts_of(word)})


def _parts_of(word: str) -> tuple[str, ...]:
    return (word,) if word.isascii() else (word[:_THAI_PART], word[-_THAI_PART:])


def _forms_like(
    engine: Engine, column: Column[Any], key: str, provider: ColumnElement[bool]
) -> Sequence[str]:
    holding = [column.contains(part, autoescape=True) for part in parts(key)]
    if not holding:
        return []
    statement = (
        select(column)
        .where(or_(*holding), column != key[:LONGEST_KEY], provider)
        .distinct()
        .order_by(column)
        .limit(MOST_FORMS)
    )
    with engine.connect() as connection:
        return connection.execute(statement).scalars().all()


def _of_provider(table: FromClause, provider: str | None) -> ColumnElement[bool]:
    if provider is None:
        return true()
    return table.c.key.startswith(f"{provider}/", autoescape=True)
