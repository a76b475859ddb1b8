"""The JSON documents that the client reads and sends, with the fields it knows.

Tests compare them with the services' OpenAPI documents; a field that the services add later is in
the dictionaries all the same.
"""

from typing import Any, Literal, NotRequired, TypedDict

Status = Literal["ok", "low", "suppressed", "not_applicable", "insufficient_evidence"]


class Texts(TypedDict):
    """A text in Thai and English."""

    th: str
    en: str


class DataSetSummary(TypedDict):
    """A published table in short."""

    id: str
    titles: Texts
    descriptions: Texts
    keywords: list[str]
    version: str
    issued: str
    provisional: bool
    synthetic: bool
    cells: int
    dimensions: list[str]
    indicators: list[str]


class DataSetList(TypedDict):
    data_sets: list[DataSetSummary]


class MemberMeta(TypedDict):
    """A code of a dimension; `parent` is the code it is a part of, `level` the depth's name."""

    code: str
    labels: Texts
    level: str
    parent: str | None


class DimensionMeta(TypedDict):
    """By what a table is split; `ordered` when its members can be compared by `<` and `>=`."""

    id: str
    labels: Texts
    classification: str
    ordered: bool
    levels: list[str]
    members: list[MemberMeta]


class IndicatorMeta(TypedDict):
    """A measure and everything that is needed to use it rightly."""

    id: str
    labels: Texts
    unit: str
    decimals: int
    definition: Texts
    formula: str
    source: str
    caveats: Texts
    do_not_use_for: Texts
    method: str | None


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


class Meta(Published):
    """Dimensions with all members, indicators with all that a user of them must know."""

    titles: Texts
    descriptions: Texts
    dimensions: list[DimensionMeta]
    indicators: list[IndicatorMeta]
    statuses: list[str]
    reasons: dict[str, Texts]
    cuts: list[dict[str, str]]


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


class ReleaseSummary(TypedDict):
    """A frozen publication; `digest` is the SHA-256 of its manifest."""

    version: str
    issued: str
    synthetic: bool
    digest: str
    positions: dict[str, int]


class ReleaseList(TypedDict):
    releases: list[ReleaseSummary]


class ReleaseFile(TypedDict):
    path: str
    sha256: str
    size: int


class Release(ReleaseSummary):
    """A release with its files and what differs from the one before."""

    changes: dict[str, Any]
    files: list[ReleaseFile]


class EventsRead(TypedDict):
    """Events of a partition of the log before `next_offset` are in the figures."""

    topic: str
    partition: int
    next_offset: int


class ReleaseOfFigure(TypedDict):
    version: str
    issued: str
    digest: str


class Lineage(Published):
    """Where a figure comes from; `release` is None for live figures."""

    release: ReleaseOfFigure | None
    cell: dict[str, str]
    labels: dict[str, Texts]
    indicator: IndicatorMeta
    figure: Figure
    reason: Texts | None
    events: list[EventsRead]
    sources: dict[str, int]
    links: dict[str, str]


class DataSetChanges(TypedDict):
    """What a release changed of one table against the release before, `since`."""

    data_set: str
    version: str
    since: str | None
    methods: dict[str, Any]
    change: Literal["added", "removed", "changed", "unchanged"]
    dimensions_added: NotRequired[list[str]]
    dimensions_removed: NotRequired[list[str]]
    indicators_added: NotRequired[list[str]]
    indicators_removed: NotRequired[list[str]]
    cells_new: NotRequired[int]
    cells_gone: NotRequired[int]
    figures_revised: NotRequired[int]


class Change(TypedDict):
    """A release came out, or what it did to one of the tables."""

    kind: str
    version: str
    issued: str
    synthetic: bool
    digest: NotRequired[str]
    data_set: NotRequired[str]
    changes: NotRequired[dict[str, Any]]


class Changes(TypedDict):
    """Changes, oldest first; `cursor` leads on from the last of them."""

    changes: list[Change]
    cursor: str | None
    more: bool


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


class FaultEntry(TypedDict):
    pointer: str
    code: str
    detail: str
    messages: dict[str, str]


class RecordOutcome(TypedDict):
    """What became of one posted record."""

    status: Literal["created", "updated", "unchanged", "invalid"]
    reference: NotRequired[str]
    record: NotRequired[str]
    version: NotRequired[int]
    errors: NotRequired[list[FaultEntry]]


class Outcomes(TypedDict):
    """One result per posted record, in the order posted."""

    created: int
    updated: int
    unchanged: int
    invalid: int
    results: list[RecordOutcome]
