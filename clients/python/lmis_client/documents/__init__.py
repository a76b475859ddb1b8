"""The JSON documents that the client reads and sends, with the fields it knows.

Tests compare them with the services' OpenAPI documents; a field that the services add later is in
the dictionaries all the same.
"""

from lmis_client.documents.batches import Batch, BatchCounts, BatchFailure, HeldContent, Wanted
from lmis_client.documents.data_sets import (
    DataSetChanges,
    DataSetList,
    DataSetSummary,
    DimensionMeta,
    EventsRead,
    IndicatorMeta,
    Lineage,
    MemberMeta,
    Meta,
    ReleaseOfFigure,
)
from lmis_client.documents.feedback import About, Doubt, DoubtPage, KeptDoubt
from lmis_client.documents.figures import (
    AnswerPage,
    Cell,
    Figure,
    MadeBy,
    Notice,
    Page,
    Published,
    QueryBody,
    Status,
)
from lmis_client.documents.problems import FaultEntry, Problem
from lmis_client.documents.records import Outcomes, PostedRecord, RecordOutcome
from lmis_client.documents.releases import (
    Change,
    Changes,
    Release,
    ReleaseFile,
    ReleaseList,
    ReleaseSummary,
)
from lmis_client.documents.texts import Texts

__all__ = [
    "About",
    "AnswerPage",
    "Batch",
    "BatchCounts",
    "BatchFailure",
    "Cell",
    "Change",
    "Changes",
    "DataSetChanges",
    "DataSetList",
    "DataSetSummary",
    "DimensionMeta",
    "Doubt",
    "DoubtPage",
    "EventsRead",
    "FaultEntry",
    "Figure",
    "HeldContent",
    "IndicatorMeta",
    "KeptDoubt",
    "Lineage",
    "MadeBy",
    "MemberMeta",
    "Meta",
    "Notice",
    "Outcomes",
    "Page",
    "PostedRecord",
    "Problem",
    "Published",
    "QueryBody",
    "RecordOutcome",
    "Release",
    "ReleaseFile",
    "ReleaseList",
    "ReleaseOfFigure",
    "ReleaseSummary",
    "Status",
    "Texts",
    "Wanted",
]
