"""A file's columns beside our fields: what is proposed, what was chosen, and the profile of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from services.ingestion import batches as files
from services.ingestion.batches import Batches, Sample
from services.ingestion.domain import Kind
from services.ingestion.importers.profile import required_fields
from services.ingestion.pages.naming import labels, listed_as
from services.ingestion.profiles.dates import how_written, is_date
from services.ingestion.profiles.dictionary import dictionary
from services.ingestion.profiles.shapes import fit
from services.ingestion.profiles.suggesting import Suggestion, suggest
from services.ingestion.profiles.words import Language
from services.ingestion.store import Batch
from shared.identifiers import mask
from shared.text import tidy
from shared.web.faults import Fault

_EXAMPLES = 3
_LOOKED_AT = 100
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


@dataclass(frozen=True)
class Looked:
    """A file's first rows, and what its columns seem to be."""

    sample: Sample
    suggestion: Suggestion


def choices(kind: Kind, language: Language) -> list[Choice]:
    """Our fields, the required ones first."""
    needed = required_fields(kind)
    found = [Choice(e.name, e.label(language), e.name in needed) for e in dictionary(kind)]
    return sorted(found, key=lambda choice: not choice.is_required)


def look_into(batches: Batches, organisation: str, batch: Batch) -> Looked:
    """What an open batch's file seems to hold; raises as `batches.sample`."""
    sample = files.sample(batches, organisation, batch.id, _LOOKED_AT)
    rows = [row.values for row in sample.rows]
    return Looked(sample, suggest(batch.kind, sample.columns, rows, sample.found))


def columns_of(
    kind: Kind, looked: Looked, chosen: Mapping[int, str] | None, language: Language
) -> list[Column]:
    """The file's columns with what was chosen for them, or else what is proposed."""
    named = labels(kind, language)
    return [
        Column(
            number,
            each.column,
            _examples(looked.sample, each.column),
            listed_as(kind, each.field or "") if chosen is None else chosen.get(number, ""),
            [_reason(reason, named, language) for reason in each.reasons],
        )
        for number, each in enumerate(looked.suggestion.columns)
    ]


def chosen_tree(looked: Looked, chosen: Mapping[int, str]) -> dict[str, Any]:
    """The profile that the choice stands for: as proposed where the choice is the proposal."""
    sample, suggestion = looked.sample, looked.suggestion
    proposals = suggestion.tree["fields"]
    fields: dict[str, Any] = {}
    written: dict[str, list[str]] = {"date": [], "year": []}
    for number, field in chosen.items():
        column = suggestion.columns[number].column
        texts = _texts(sample, column)
        rule = fit(field, column, texts, {})
        written.get(rule.reading, []).extend(texts)
        is_proposal = suggestion.columns[number].field == rule.field and rule.field in proposals
        fields[rule.field] = proposals[rule.field] if is_proposal else dict(rule.rule)
    tree = {**suggestion.tree, "about": "Chosen by hand from a file's columns.", "fields": fields}
    # One slip among the dates is a row to mend, and no reason to read none of them.
    dates = how_written(list(filter(is_date, written["date"])), written["year"])
    if dates is not None:
        tree["dates"] = {"era": dates.era, "forms": list(dates.forms)}
    return tree


def as_text(tree: Mapping[str, Any]) -> str:
    """The profile as it is kept."""
    return msgspec.json.encode(tree).decode()


def _reason(reason: Fault, named: Mapping[str, str], language: Language) -> str:
    """A reason; where it names fields, by what people call them."""
    if "fields" not in reason.values:
        return reason.text(language)
    fields = ", ".join(named[field] for field in reason.values["fields"].split(", "))
    return Fault(reason.code, {"fields": fields}).text(language)


def _texts(sample: Sample, column: str) -> list[str]:
    return [text for row in sample.rows if (text := tidy(row.values.get(column, "")))]


def _examples(sample: Sample, column: str) -> list[str]:
    different = list(dict.fromkeys(_texts(sample, column)))[:_EXAMPLES]
    return [mask(text)[:_SHOWN] for text in different]
