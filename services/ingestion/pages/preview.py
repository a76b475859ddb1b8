"""What the first rows of a file would become, for people to look over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.ingestion import batches as files
from services.ingestion.batches import Batches
from services.ingestion.pages.chosen import Chosen, profile_of
from services.ingestion.profiles.checking import preview
from services.ingestion.profiles.dictionary import dictionary
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
    batches: Batches, organisation: str, batch: Batch, chosen: Chosen, language: Language
) -> list[PreviewRow]:
    """The first rows with the profile that was chosen; raises as `profile_of`."""
    profile = profile_of(batches, organisation, batch, chosen)
    sample = files.sample(batches, organisation, batch.id, ROWS, profile)
    labels = {entry.name: entry.label(language) for entry in dictionary(batch.kind)}
    return [
        PreviewRow(
            row.number,
            [(labels.get(name, name), text) for name, text in _leaves(row.posted)],
            [_said(labels, each.field, each.fault.text(language)) for each in row.faults],
        )
        for row in preview(profile, sample.rows)
    ]


def _leaves(posted: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in posted.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{prefix}{name}.")
        else:
            values = value if isinstance(value, list | tuple) else [value]
            yield prefix + name, mask(", ".join(map(_text, values)))[:_SHOWN]


def _text(value: Any) -> str:
    """A number without a needless decimal place."""
    return f"{value:g}" if isinstance(value, float) and value < _EXACT else str(value)


def _said(labels: Mapping[str, str], field: str, text: str) -> str:
    return f"{labels.get(field, field)}: {text}" if field else text
