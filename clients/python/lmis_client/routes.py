"""Every route that the client calls; tests compare the table with the OpenAPI documents."""

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from lmis_client import documents

Document = TypeVar("Document")


@dataclass(frozen=True)
class Route(Generic[Document]):
    """`answer` is the document it gives, bytes for a file.

    `parameters` are those of the query string; `cell` stands for a parameter per dimension. A
    route that is not `is_repeatable` does something again when it is called again.
    """

    service: Literal["reporting", "ingestion"]
    method: Literal["GET", "POST", "PATCH"]
    path: str
    answer: type[Document]
    parameters: frozenset[str] = frozenset()
    body: Any = None
    needs_key: bool = False
    is_repeatable: bool = True


_VERSION = frozenset(["version"])

DATA_SETS = Route("reporting", "GET", "/v1/data-sets", documents.DataSetList, _VERSION)
DATA_SET = Route("reporting", "GET", "/v1/data-sets/{data_set}", documents.DataSetSummary, _VERSION)
META = Route("reporting", "GET", "/v1/data-sets/{data_set}/meta", documents.Meta, _VERSION)
DATA_SET_CHANGES = Route(
    "reporting", "GET", "/v1/data-sets/{data_set}/changes", documents.DataSetChanges, _VERSION
)
_QUERY = "/v1/data-sets/{data_set}/query"
QUERY = Route("reporting", "POST", _QUERY, documents.AnswerPage, body=documents.QueryBody)
FILE_OF_QUERY = Route("reporting", "POST", _QUERY, bytes, body=documents.QueryBody)
LINEAGE = Route(
    "reporting",
    "GET",
    "/v1/data-sets/{data_set}/lineage",
    documents.Lineage,
    frozenset(["version", "indicator", "cell"]),
)
RELEASES = Route("reporting", "GET", "/v1/releases", documents.ReleaseList)
RELEASE = Route("reporting", "GET", "/v1/releases/{version}", documents.Release)
RELEASE_FILE = Route("reporting", "GET", "/v1/releases/{version}/files/{path}", bytes)
CHANGES = Route(
    "reporting", "GET", "/v1/changes", documents.Changes, frozenset(["cursor", "limit"])
)
FEEDBACK = Route(
    "reporting",
    "GET",
    "/v1/feedback",
    documents.DoubtPage,
    frozenset(["data_set", "indicator", "cursor"]),
)
DOUBT = Route(
    "reporting",
    "POST",
    "/v1/feedback",
    documents.KeptDoubt,
    body=documents.Doubt,
    is_repeatable=False,
)
KEPT_DOUBT = Route("reporting", "GET", "/v1/feedback/{reference}", documents.KeptDoubt)
_RECORDS = list[documents.PostedRecord]
GRADUATES = Route(
    "ingestion", "POST", "/v1/graduates", documents.Outcomes, body=_RECORDS, needs_key=True
)
VACANCIES = Route(
    "ingestion", "POST", "/v1/vacancies", documents.Outcomes, body=_RECORDS, needs_key=True
)
BATCHES = Route(
    "ingestion",
    "POST",
    "/v1/batches",
    documents.Batch,
    body=documents.Wanted,
    needs_key=True,
    is_repeatable=False,
)
BATCH = Route("ingestion", "GET", "/v1/batches/{batch_id}", documents.Batch, needs_key=True)
_CONTENT = "/v1/batches/{batch_id}/content"
HELD_CONTENT = Route("ingestion", "GET", _CONTENT, documents.HeldContent, needs_key=True)
CONTENT = Route(
    "ingestion", "PATCH", _CONTENT, documents.HeldContent, needs_key=True, is_repeatable=False
)
ROWS_TO_MEND = Route(
    "ingestion", "GET", "/v1/batches/{batch_id}/file", bytes, frozenset(["format"]), needs_key=True
)

ROUTES: tuple[Route[Any], ...] = (
    DATA_SETS, DATA_SET, META, DATA_SET_CHANGES, QUERY, FILE_OF_QUERY, LINEAGE, RELEASES, RELEASE,
    RELEASE_FILE, CHANGES, FEEDBACK, DOUBT, KEPT_DOUBT, GRADUATES, VACANCIES,
    BATCHES, BATCH, HELD_CONTENT, CONTENT, ROWS_TO_MEND,
)  # fmt: skip
