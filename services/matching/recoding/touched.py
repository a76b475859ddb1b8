"""Which records a correction touches: those of the same text, and some of the texts like it.

The same text is every text of the same form to the coder. Of others, up to 5,000 forms are looked
at that hold a word of the corrected one, and one record of each is coded anew; where its code is
another now, all records of that form follow. Thai is written without spaces: in place of words
stand the beginning and the end of what is written together, where occupations and fields are named.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Engine, Table, and_, func, or_, select, true

from services.matching import store
from services.matching.assess import LONGEST_KEY
from services.matching.corrections import Recoding
from services.matching.domain import TextKind
from services.matching.recoding.records import BATCH, Recoder
from services.matching.tables import graduates, vacancies

MOST_FORMS = 5_000
_SHORTEST_WORD = 3
_THAI_PART = 6

COLUMNS: dict[TextKind, Sequence[tuple[Table, Column[Any]]]] = {
    "title": ((graduates, graduates.c.title_key), (vacancies, vacancies.c.title_key)),
    "programme": ((graduates, graduates.c.programme_key),),
}


def same_text(table: Table, column: Column[Any], work: Recoding, key: str) -> ColumnElement[bool]:
    """The records whose text has this form."""
    return and_(column == key[:LONGEST_KEY], _of_provider(table, work.provider))


def like_it(
    engine: Engine, recoder: Recoder, table: Table, column: Column[Any], work: Recoding, key: str
) -> Iterator[ColumnElement[bool]]:
    """The records of other texts that would get another code, some forms at a time."""
    provider = _of_provider(table, work.provider)
    forms = _forms_like(engine, column, key, provider)
    for start in range(0, len(forms), BATCH):
        examples = {example: form for form, example in forms[start : start + BATCH]}
        with engine.connect() as connection:
            rows = store.page(connection, table, table.c.key.in_(examples), "", BATCH)
        moving = [examples[example] for example in recoder.moving(table, rows)]
        if moving:
            yield and_(column.in_(moving), provider)


def parts(key: str) -> list[str]:
    """What another form must hold to be looked at."""
    words = [word for word in key.split() if len(word) >= _SHORTEST_WORD]
    return sorted({part for word in words for part in _parts_of(word)})


def _parts_of(word: str) -> tuple[str, ...]:
    return (word,) if word.isascii() else (word[:_THAI_PART], word[-_THAI_PART:])


def _forms_like(
    engine: Engine, column: Column[Any], key: str, provider: ColumnElement[bool]
) -> list[tuple[str, str]]:
    """Forms and the first record of each."""
    holding = [column.contains(part, autoescape=True) for part in parts(key)]
    if not holding:
        return []
    statement = (
        select(column, func.min(column.table.c.key))
        .where(or_(*holding), column != key[:LONGEST_KEY], provider)
        .group_by(column)
        .order_by(column)
        .limit(MOST_FORMS)
    )
    with engine.connect() as connection:
        return [(form, example) for form, example in connection.execute(statement)]


def _of_provider(table: Table, provider: str | None) -> ColumnElement[bool]:
    if provider is None:
        return true()
    return table.c.key.startswith(f"{provider}/", autoescape=True)
