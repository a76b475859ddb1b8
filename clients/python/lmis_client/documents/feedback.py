"""Doubts about figures and codes."""

from typing import TypedDict

from lmis_client.documents.texts import Texts


class About(TypedDict, total=False):
    """What a doubt is about: a figure, or the code that a text was given."""

    data_set: str
    version: str
    indicator: str
    cell: dict[str, str]
    classification: str
    text: str
    code: str


class Doubt(TypedDict):
    about: About
    message: str
    language: str


class KeptDoubt(TypedDict):
    """A doubt and what became of it."""

    reference: str
    received_at: str
    status: str
    about: About
    language: str
    message: str | None
    outcome: str | None
    answer: Texts | None
    answered_at: str | None


class DoubtPage(TypedDict):
    feedback: list[KeptDoubt]
    counts: dict[str, int]
    next: int | None
