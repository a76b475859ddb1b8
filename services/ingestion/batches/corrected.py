"""The file of rows that need mending, of a batch of one's own."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from typing import Literal

from services.ingestion.batches.context import Batches, BatchRefused
from services.ingestion.batches.life import find
from services.ingestion.batches.mending import Columns, as_csv, columns_of, table
from services.ingestion.batches.profiles import profile_of
from services.ingestion.batches.results import Finding, all_results
from services.ingestion.batches.sheets import MOST_ROWS, SHEET, as_xlsx
from services.ingestion.batches.showing import finding_said
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.profile import Profile
from services.ingestion.store import Batch
from shared.web.faults import fault

Form = Literal["csv", "xlsx"]


def corrected_file(
    batches: Batches, organisation: str, batch_id: str, form: Form, language: str
) -> Iterator[bytes]:
    """The rejected rows as they came, with a column that says why, in blocks.

    Raises:
        UnknownBatch: the organisation has no such batch.
        BatchRefused: more rows than a sheet has.
        KeyLost: the system's secret was changed.
    """
    batch = find(batches, organisation, batch_id)
    batches.key_of(batch, "results")  # once the first block is sent it is too late to say no
    if form == "xlsx" and batch.rejected > MOST_ROWS:
        too_many = fault("too_many_to_mend", count=batch.rejected, max=MOST_ROWS)
        raise BatchRefused([("?format", too_many)])

    def say(finding: Finding) -> str:
        return finding_said(finding, language)

    profile = _profile(batches, batch)
    layout = profile.layout if profile else Layout()
    read = sorted(profile.columns()) if profile else ()
    columns = _columns(batch) or columns_of(all_results(batches, batch), read)
    above: Iterable[list[str]] = repeat([], layout.header - 1)
    rows = chain(above, table(columns, all_results(batches, batch), say))
    if form == "xlsx":
        return as_xlsx(rows, layout.sheet or SHEET)
    return as_csv(rows, "," if layout.delimiter == "auto" else layout.delimiter)


def _profile(batches: Batches, batch: Batch) -> Profile | None:
    """The batch's profile, for the file comes back to it; None where it cannot be read any more."""
    try:
        return profile_of(batches, batch)
    except BatchRefused:
        return None


def _columns(batch: Batch) -> Columns:
    """The columns of the file's header; none for JSON."""
    reading = json.loads(batch.reading or '{"columns": [], "header": []}')
    return dict(zip(reading["columns"], reading["header"], strict=True))
