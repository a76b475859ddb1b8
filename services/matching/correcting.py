"""A person's correction: what it is about, what the coder said until now, whom it counts for."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import Connection

from services.matching import corrections, store
from services.matching.assess import texts_coded
from services.matching.corrections import NewCorrection, Party
from services.matching.domain import Coders, TextKind


@dataclass(frozen=True)
class Asked:
    """A checked request: the text itself, or the key of the record whose text is meant."""

    kind: TextKind
    code: str
    reason: str | None
    text: str | None = None
    record: str | None = None


class Confirmed(NamedTuple):
    """The correction that counts for everybody, and whether it was made now."""

    id: int
    is_new: bool


class NothingToCorrect(Exception):
    """The record, or the text, holds nothing that a coder of this kind was asked about."""


def text_of(connection: Connection, asked: Asked) -> str | None:
    """The text to be corrected; None when there is no such record.

    Raises:
        NothingToCorrect: the record has no such text, or its provider gave the code itself.
    """
    if asked.record is None:
        return asked.text
    found = store.find_graduate(connection, asked.record)
    assessed = found or store.find_vacancy(connection, asked.record)
    if assessed is None:
        return None
    text = texts_coded(assessed).get(asked.kind)
    if text is None:
        raise NothingToCorrect
    return text


def correct(
    connection: Connection, coders: Coders, asked: Asked, text: str, by: Party, scope: str | None
) -> int:
    """Keep the correction and queue what it touches; its id.

    `scope` is the provider for whose records alone it counts; None: for everybody's.

    Raises:
        NothingToCorrect: nothing but noise is in the text.
    """
    coder = coders.of(asked.kind)
    key = coder.key(text)
    if not key:
        raise NothingToCorrect
    [former] = coder.decide([text])
    correction = NewCorrection(asked.kind, text, key, asked.code, former.code, scope, asked.reason)
    return corrections.keep(connection, correction, by)


def confirm(connection: Connection, correction_id: int, by: Party) -> Confirmed | None:
    """Make a provider's correction count for everybody, once; None if it is not in force.

    What counts for everybody already needs no confirmation and stands for itself.
    """
    corrections.take_turns(connection, correction_id)
    found = corrections.find(connection, correction_id)
    if found is None or found.withdrawn_at is not None:
        return None
    if found.provider is None:
        return Confirmed(correction_id, is_new=False)
    before = corrections.confirmation_of(connection, correction_id)
    if before is not None:
        return Confirmed(before, is_new=False)
    correction = NewCorrection(
        kind=found.kind,
        text=found.text,
        key=found.key,
        code=found.code,
        former_code=found.former_code,
        provider=None,
        reason=found.reason,
        confirms=correction_id,
    )
    return Confirmed(corrections.keep(connection, correction, by), is_new=True)
