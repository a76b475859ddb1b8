"""The file of rows that need mending, of a batch of one's own."""

from collections.abc import Iterator
from typing import Literal

from services.ingestion.batches.context import Batches, BatchRefused
from services.ingestion.batches.life import find
from services.ingestion.batches.mending import as_csv, table
from services.ingestion.batches.results import Finding, RowResult, all_results
from services.ingestion.batches.sheets import MOST_ROWS, as_xlsx
from services.ingestion.batches.showing import finding_said
from shared.web.faults import fault

Form = Literal["csv", "xlsx"]


def corrected_file(
    batches: Batches, organisation: str, batch_id: str, form: Form, language: str
) -> Iterator[bytes]:
    """The rejected rows as they came, with a column that says why, in blocks.

    Raises:
        UnknownBatch: the organisation has no such batch.
        BatchRefused: more rows than a sheet has.
    """
    batch = find(batches, organisation, batch_id)
    if form == "xlsx" and batch.rejected > MOST_ROWS:
        too_many = fault("too_many_to_mend", count=batch.rejected, max=MOST_ROWS)
        raise BatchRefused([("?format", too_many)])

    def rows() -> Iterator[RowResult]:
        return all_results(batches, batch)

    def say(finding: Finding) -> str:
        return finding_said(finding, language)

    write = as_xlsx if form == "xlsx" else as_csv
    return write(table(rows, say))
