"""A file's columns beside our fields: what is proposed, what was chosen, and the profile of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.ingestion.batches import Sample
from services.ingestion.domain import Kind
from services.ingestion.importers.profile import required_fields
from services.ingestion.profiles.dates import how_written
from services.ingestion.profiles.dictionary import dictionary
from services.ingestion.profiles.shapes import fit
from services.ingestion.profiles.suggesting import Suggestion, suggest
from services.ingestion.profiles.words import Language
from shared.identifiers import mask
from shared.text import tidy

_EXAMPLES = 3
_SHOWN = 60


@dataclass(frozen=True)
class Column:
    """A column of the file: some of its texts, the field it is taken for, and why."""

    number: int
    name: str
    examples: Sequence[str]
    field: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Choice:
    """A field that a column can be taken for."""

    name: str
    label: str
    is_required: bool


def choices(kind: Kind, language: Language) -> list[Choice]:
    """Our fields, the required ones first."""
    needed = required_fields(kind)
    found = [Choice(e.name, e.label(language), e.name in needed) for e in dictionary(kind)]
    return sorted(found, key=lambda choice: not choice.is_required)


def proposed(kind: Kind, sample: Sample) -> Suggestion:
    """What the columns seem to be."""
    return suggest(kind, sample.columns, [row.values for row in sample.rows], sample.found)


def columns_of(
    sample: Sample, suggestion: Suggestion, chosen: Mapping[int, str] | None, language: Language
) -> list[Column]:
    """The file's columns with what was chosen for them, or else what is proposed."""
    return [
        Column(
            number,
            each.column,
            _examples(sample, each.column),
            (each.field or "") if chosen is None else chosen.get(number, ""),
            [reason.text(language) for reason in each.reasons],
        )
        for number, each in enumerate(suggestion.columns)
    ]


def chosen_tree(
    kind: Kind, sample: Sample, suggestion: Suggestion, chosen: Mapping[int, str]
) -> dict[str, Any]:
    """The profile that the choice stands for: as proposed where the choice is the proposal."""
    proposals = suggestion.tree["fields"]
    fields: dict[str, Any] = {}
    written: dict[str, list[str]] = {"date": [], "year": []}
    for number, field in chosen.items():
        column = suggestion.columns[number].column
        texts = _texts(sample, column)
        rule = fit(field, column, texts)
        written.get(rule.reading, []).extend(texts)
        is_proposal = suggestion.columns[number].field == rule.field and rule.field in proposals
        fields[rule.field] = proposals[rule.field] if is_proposal else dict(rule.rule)
    tree = {**suggestion.tree, "about": "Chosen by hand from a file's columns.", "fields": fields}
    dates = how_written(written["date"], written["year"])
    if dates is not None:
        tree["dates"] = {"era": dates.era, "forms": list(dates.forms)}
    return tree


def as_text(tree: Mapping[str, Any]) -> str:
    """The profile as it is kept."""
    return msgspec.json.encode(tree).decode()


def _texts(sample: Sample, column: str) -> list[str]:
    return [text for row in sample.rows if (text := tidy(row.values.get(column, "")))]


def _examples(sample: Sample, column: str) -> list[str]:
    different = list(dict.fromkeys(_texts(sample, column)))[:_EXAMPLES]
    return [mask(text)[:_SHOWN] for text in different]
