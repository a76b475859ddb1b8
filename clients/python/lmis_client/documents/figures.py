"""Queries and what they answer."""

from typing import Any, Literal, NotRequired, TypedDict

from lmis_client.documents.texts import Texts

Status = Literal["ok", "low", "suppressed", "not_applicable", "insufficient_evidence"]


class MadeBy(TypedDict):
    """Versions of what the figures were made with."""

    method: str
    taxonomy: dict[str, list[str]]
    model: dict[str, list[str]]
    data: str | None


class Published(TypedDict):
    """Which table of which publication an answer is about."""

    data_set: str
    version: str
    provisional: bool
    synthetic: bool
    issued: str
    versions: MadeBy


class Figure(TypedDict):
    """A value and how far to trust it; None where there is none, which is never zero."""

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    n: int | None
    status: Status
    reason: str | None
    coverage: float | None
    uncoded: float | None


class Cell(TypedDict):
    """A code in every dimension, and the figures asked for by indicator."""

    cell: dict[str, str]
    figures: dict[str, Figure]


class Notice(TypedDict):
    """What a reader must be told beside the figures."""

    code: str
    texts: Texts
    count: NotRequired[int]
    cuts: NotRequired[list[dict[str, str]]]


class Page(TypedDict):
    size: int
    start: int
    cells: int
    total: int
    next_cursor: str | None


class QueryBody(TypedDict, total=False):
    """A query as it is posted."""

    version: str
    criteria: Any
    indicators: list[str]
    sort: list[dict[str, str]]
    page_size: int
    cursor: str
    format: str


class AnswerPage(Published):
    """A page of a query's answer."""

    confidence: float
    licence: str
    citation: str
    query: QueryBody
    page: Page
    warnings: list[Notice]
    reasons: dict[str, Texts]
    results: list[Cell]
