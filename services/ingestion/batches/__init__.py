"""Uploads of whole files: taken in sealed parts, processed to exactly one end, answered by row."""

from services.ingestion.batches.content import append, complete, receive
from services.ingestion.batches.context import (
    Batches,
    BatchRefused,
    NotOpen,
    TooLarge,
    UnknownBatch,
    WrongOffset,
)
from services.ingestion.batches.corrected import corrected_file
from services.ingestion.batches.forgetting import forget_rows
from services.ingestion.batches.life import Failure, cancel, failure_of, find, list_own
from services.ingestion.batches.loop import BatchLoop, process_alone
from services.ingestion.batches.mending import as_csv, fault_list
from services.ingestion.batches.opening import Wanted, open_batch
from services.ingestion.batches.preparing import Sample, give_profile, sample, try_out
from services.ingestion.batches.profiles import find_profile
from services.ingestion.batches.results import (
    Finding,
    RowResult,
    all_results,
    results,
    rows_about,
)
from services.ingestion.batches.sealing import KeyLost, Sealing
from services.ingestion.batches.showing import batch_shown, finding_shown, progress, row_shown
from services.ingestion.importers.unreadable import UnreadableFile

__all__ = [
    "BatchLoop",
    "BatchRefused",
    "Batches",
    "Failure",
    "Finding",
    "KeyLost",
    "NotOpen",
    "RowResult",
    "Sample",
    "Sealing",
    "TooLarge",
    "UnknownBatch",
    "UnreadableFile",
    "Wanted",
    "WrongOffset",
    "all_results",
    "append",
    "as_csv",
    "batch_shown",
    "cancel",
    "complete",
    "corrected_file",
    "failure_of",
    "fault_list",
    "find",
    "find_profile",
    "finding_shown",
    "forget_rows",
    "give_profile",
    "list_own",
    "open_batch",
    "process_alone",
    "progress",
    "receive",
    "results",
    "row_shown",
    "rows_about",
    "sample",
    "try_out",
]
