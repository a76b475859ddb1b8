"""A choice tried on a file's first rows, and what is wrong with it in the reader's language."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from services.ingestion import batches as files
from services.ingestion.batches import Batches
from services.ingestion.pages.chosen import Chosen, Unmatched
from services.ingestion.pages.language import Reader, current_reader, msgid
from services.ingestion.pages.matching import Column, columns_of, look_into
from services.ingestion.pages.naming import labels
from services.ingestion.pages.preview import PreviewRow, previewed
from services.ingestion.profiles import keeping
from services.ingestion.store import Batch
from shared.web.access import caller
from shared.web.faults import Fault

REFUSALS = (keeping.ProfileRefused, files.BatchRefused, files.UnreadableFile, Unmatched)
_PLACES = {"/profile": msgid("Profile"), "/as_of": msgid("Day the file was made")}


@dataclass
class Trial:
    """What the first rows become with a choice, or why that cannot be told."""

    columns: Sequence[Column] = ()
    rows: Sequence[PreviewRow] = ()
    faults: list[str] = field(default_factory=list)


def tried(batches: Batches, batch: Batch, chosen: Chosen) -> Trial:
    """The file's columns and first rows as chosen."""
    organisation, language, trial = caller().organisation, current_reader().language, Trial()
    looked = None
    try:
        if not chosen.profile:
            looked = look_into(batches, organisation, batch)
            trial.columns = columns_of(batch.kind, looked, chosen.columns, language)
        trial.rows = previewed(batches, organisation, batch, chosen, looked, language)
    except REFUSALS as error:
        trial.faults += said(batch, error)
    if not (trial.rows or trial.faults):
        empty = msgid("{file} has no rows below its heading.")
        trial.faults.append(current_reader().say(empty, file=batch.name))
    return trial


def said(batch: Batch, error: Exception) -> list[str]:
    """One of REFUSALS in the reader's language."""
    reader = current_reader()
    match error:
        case Unmatched():
            named = labels(batch.kind, reader.language)
            missing = msgid("No column is chosen for “{field}”, which every row needs.")
            return [reader.say(missing, field=named[name]) for name in error.fields]
        case files.UnreadableFile():
            return [f"{batch.name}: {error.fault.text(reader.language)}"]
        case keeping.ProfileRefused() | files.BatchRefused():
            return [_placed(reader, *fault) for fault in error.faults]
    raise error


def _placed(reader: Reader, pointer: str, found: Fault) -> str:
    """A fault of what was chosen, with the name of the choice."""
    text = found.text(reader.language)
    return f"{reader.say(_PLACES[pointer])}: {text}" if pointer in _PLACES else text
