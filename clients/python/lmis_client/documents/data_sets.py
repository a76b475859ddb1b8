"""What is said of a published table and of one of its figures."""

from typing import Any, Literal, NotRequired, TypedDict

from lmis_client.documents.figures import Figure, Published
from lmis_client.documents.texts import Texts


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


class Meta(Published):
    """Dimensions with all members, indicators with all that a user of them must know."""

    titles: Texts
    descriptions: Texts
    dimensions: list[DimensionMeta]
    indicators: list[IndicatorMeta]
    statuses: list[str]
    reasons: dict[str, Texts]
    cuts: list[dict[str, str]]


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
