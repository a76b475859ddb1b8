"""Part of a published table: what a query chose, and what every export writes."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.reporting.data_sets.publication import Publication
from services.reporting.data_sets.table import DataSet, Figure, Rows


@dataclass(frozen=True)
class Extract:
    """Some cells of a table in the order given, with some of its indicators."""

    publication: Publication
    data_set: DataSet
    rows: Rows
    indicators: tuple[str, ...]

    def figures(self) -> Iterator[tuple[dict[str, str], Figure]]:
        """Every figure with its cell's codes; cell by cell."""
        for row in self.rows.tolist():
            codes = self.data_set.codes(row)
            for indicator in self.indicators:
                yield codes, self.data_set.at(row, indicator)


def whole(publication: Publication, name: str) -> Extract:
    """All of a table. KeyError when the publication does not have it."""
    data_set = publication.data_sets[name]
    indicators = tuple(indicator.id for indicator in data_set.definition.indicators)
    return Extract(publication, data_set, data_set.rows({}), indicators)
