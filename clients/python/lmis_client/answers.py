"""What a query answered: figures with their statuses, and where they come from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lmis_client import frames
from lmis_client.documents import AnswerPage, Cell, Meta, Notice, Texts
from lmis_client.problems import Language

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

_OF_A_PAGE = ("page", "warnings", "reasons", "results")


@dataclass(frozen=True)
class Answer:
    """Every cell that a query chose.

    `dimensions` are the table's, in order. `provenance` names data set, version, date, methods,
    licence and citation; `notices` say what must be known beside the figures; `reasons` explain
    why a figure has no value or less weight. `meta` gives the table's metadata when asked.
    """

    dimensions: Sequence[str]
    provenance: Mapping[str, Any]
    cells: Sequence[Cell]
    notices: Sequence[Notice]
    reasons: Mapping[str, Texts]
    meta: Callable[[], Meta] = field(repr=False)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)

    @property
    def citation(self) -> str:
        """How the figures are to be cited."""
        return str(self.provenance["citation"])

    def to_pandas(self, names: Language | None = None) -> "pd.DataFrame":
        """One row a figure: its codes, indicator, value, bounds, n, status, reason, coverage.

        What is suppressed or not known is NA, never 0. With a language in `names` each dimension
        has its members' names beside the codes (`region_name`). `attrs["provenance"]` says where
        the figures come from.

        Raises:
            MissingExtra: pandas is not installed.
        """
        return frames.to_pandas(self._columns(names), {**self.provenance})

    def to_polars(self, names: Language | None = None) -> "pl.DataFrame":
        """The same as `to_pandas`, with null for NA; frames of polars hold no `attrs`."""
        return frames.to_polars(self._columns(names))

    def _columns(self, names: Language | None) -> frames.Columns:
        return frames.columns(self.cells, self.dimensions, self._names(names))

    def _names(self, language: Language | None) -> frames.Names:
        if language is None:
            return {}
        return {
            dimension["id"]: {m["code"]: m["labels"][language] for m in dimension["members"]}
            for dimension in self.meta()["dimensions"]
        }


def joined(
    pages: Sequence[AnswerPage], dimensions: Sequence[str], meta: Callable[[], Meta]
) -> Answer:
    """One answer of its pages; suppressed figures are counted over all of them."""
    first = pages[0]
    notices: dict[str, Notice] = {}
    for notice in (notice for page in pages for notice in page["warnings"]):
        earlier = notices.get(notice["code"])
        if earlier and "count" in notice:
            notice = {**notice, "count": earlier.get("count", 0) + notice["count"]}
        notices[notice["code"]] = notice
    return Answer(
        dimensions=dimensions,
        provenance={name: told for name, told in first.items() if name not in _OF_A_PAGE},
        cells=[cell for page in pages for cell in page["results"]],
        notices=list(notices.values()),
        reasons={code: texts for page in pages for code, texts in page["reasons"].items()},
        meta=meta,
    )
