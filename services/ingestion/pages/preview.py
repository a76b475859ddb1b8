"""What the first rows of a file would become, for people to look over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.ingestion import batches as files
from services.ingestion.batches import Batches
from services.ingestion.importers.mapping import RowFault
from services.ingestion.pages.chosen import Chosen, profile_of
from services.ingestion.pages.matching import Looked
from services.ingestion.pages.naming import in_words, labels
from services.ingestion.profiles.checking import preview
from services.ingestion.profiles.words import Language
from services.ingestion.store import Batch
from shared.identifiers import mask

ROWS = 8
_SHOWN = 120
_EXACT = 1e6
"""Above this `g` would round."""


@dataclass(frozen=True)
class PreviewRow:
    """A row: what each field would hold, and what is wrong."""

    number: int
    values: Sequence[tuple[str, str]]
    faults: Sequence[str]


def previewed(
    batches: Batches,
    organisation: str,
    batch: Batch,
    chosen: Chosen,
    looked: Looked | None,
    language: Language,
) -> list[PreviewRow]:
    """The first rows with the profile that was chosen; raises as `profile_of`."""
    profile = profile_of(batches, organisation, batch, chosen, looked)
    sample = files.sample(batches, organisation, batch.id, ROWS, profile)
    in_workbook = sample.found.content == "xlsx"
    named = labels(batch.kind, language)
    return [
        PreviewRow(
            row.number,
            [
                (named.get(name, name), in_words(batch.kind, name, text, language))
                for name, text in _leaves(row.posted)
            ],
            [_said(named, each, language) for each in row.faults],
        )
        for row in preview(profile, sample.rows, in_workbook)
    ]


def _leaves(posted: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in posted.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            values = value if isinstance(value, list | tuple) else [value]
            yield prefix + name, mask(", ".join(map(_text, values)))[:_SHOWN]


def _text(value: Any) -> str:
    """A number without a needless decimal place; a flag as files have it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) and value < _EXACT else str(value)


def _said(named: Mapping[str, str], faulty: RowFault, language: Language) -> str:
    """What is wrong where, and what was found there."""
    text = faulty.fault.text(language)
    found = mask(faulty.found)[:_SHOWN]
    if found and found not in text:
        text = f"{text} ({found})"
    return f"{named.get(faulty.field, faulty.field)}: {text}" if faulty.field else text
