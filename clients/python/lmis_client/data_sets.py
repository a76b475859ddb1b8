"""One published table of one version: what it holds, its figures, where they come from."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Literal

from lmis_client import routes
from lmis_client.answers import Answer, joined
from lmis_client.connection import Connection
from lmis_client.criteria import Criterion
from lmis_client.documents import (
    AnswerPage,
    DataSetChanges,
    DataSetSummary,
    Lineage,
    Meta,
    QueryBody,
)
from lmis_client.files import written
from lmis_client.problems import CursorExpired

Form = Literal["csv", "json-stat", "sdmx-csv", "parquet", "xlsx"]
MOST_CELLS, MOST_FIGURES = 2_000, 10_000
"""Of both on a page."""
_MOST_TRIES = 3


class DataSet:
    """A pin such as `latest` is settled when it is made: all its answers are of one version."""

    def __init__(self, connection: Connection, summary: DataSetSummary) -> None:
        self._connection = connection
        self.summary = summary
        self.id = summary["id"]
        self.version = summary["version"]

    def __repr__(self) -> str:
        return f"<DataSet {self.id} {self.version}: {self.summary['titles']['en']}>"

    def meta(self) -> Meta:
        """Dimensions with all members; indicators with definition, caveats, what not to use for."""
        return self._meta

    def query(
        self,
        criteria: Criterion | None = None,
        indicators: Sequence[str] | None = None,
        sort: Sequence[str] | None = None,
        page_size: int | None = None,
    ) -> Answer:
        """Every cell that meets the criteria, however many pages that takes.

        Without a condition on a dimension all its members are meant, totals among them. `sort`
        names dimensions and indicators, with `-` before one for descending. Pages are as large as
        they may be unless `page_size` says how many cells they have.

        Raises:
            Invalid: with each fault of the query.
            CursorExpired: live figures were made anew again and again while they were read.
        """
        body = self._body(criteria, indicators, sort)
        figures = len(self.summary["indicators"] if indicators is None else indicators)
        most = min(MOST_CELLS, MOST_FIGURES // max(figures, 1))
        body["page_size"] = most if page_size is None else page_size
        return joined(self._pages(body), self.summary["dimensions"], self.meta)

    def download(
        self,
        path: Path | str,
        form: Form = "csv",
        criteria: Criterion | None = None,
        indicators: Sequence[str] | None = None,
        sort: Sequence[str] | None = None,
    ) -> Path:
        """The figures as a file of up to 100,000; `TooLarge` says where all of them are."""
        body = self._body(criteria, indicators, sort)
        body["format"] = form
        found = self._connection.post(routes.FILE_OF_QUERY, body, self._at)
        return written(Path(path), found)

    def lineage(self, indicator: str, **codes: str | int) -> Lineage:
        """Where one figure comes from; dimensions not named are everything together."""
        return self._connection.get(
            routes.LINEAGE, self._at, version=self.version, indicator=indicator, **codes
        )

    def changes(self) -> DataSetChanges:
        """What this release changed of the table against the one before."""
        return self._connection.get(routes.DATA_SET_CHANGES, self._at, version=self.version)

    @property
    def _at(self) -> dict[str, str]:
        return {"data_set": self.id}

    @cached_property
    def _meta(self) -> Meta:
        return self._connection.get(routes.META, self._at, version=self.version)

    def _body(
        self,
        criteria: Criterion | None,
        indicators: Sequence[str] | None,
        sort: Sequence[str] | None,
    ) -> QueryBody:
        body: QueryBody = {"version": self.version}
        if criteria is not None:
            body["criteria"] = criteria.body()
        if indicators is not None:
            body["indicators"] = list(indicators)
        if sort is not None:
            body["sort"] = [_sort_key(name) for name in sort]
        return body

    def _pages(self, body: QueryBody) -> list[AnswerPage]:
        """All pages, of one making of the figures: begun anew when live ones changed meanwhile."""
        for _ in range(_MOST_TRIES - 1):
            with suppress(CursorExpired):
                return self._read_through(body)
        return self._read_through(body)

    def _read_through(self, body: QueryBody) -> list[AnswerPage]:
        pages = [self._connection.post(routes.QUERY, body, self._at)]
        while cursor := pages[-1]["page"]["next_cursor"]:
            following: QueryBody = {**body, "cursor": cursor}
            pages.append(self._connection.post(routes.QUERY, following, self._at))
        return pages


def _sort_key(name: str) -> dict[str, str]:
    return {name.removeprefix("-"): "desc" if name.startswith("-") else "asc"}
