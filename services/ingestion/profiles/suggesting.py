"""A profile proposed from a header and some rows: never beyond what they tell."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

import yaml

from services.ingestion.domain import Kind
from services.ingestion.importers.profile import required_fields
from services.ingestion.importers.sniffing import Found
from services.ingestion.profiles.dates import how_written
from services.ingestion.profiles.evidence import LEAST, Candidate, candidates, is_personal
from services.ingestion.profiles.words import wordings
from shared.text import tidy
from shared.web.faults import Fault, fault

_PLACEHOLDERS = ("-", "--", "n/a", "na", "null", "none", "ไม่ระบุ", "ไม่มีข้อมูล", ".", "?")
_MOST_VALUES = 100
_MOST_COLUMNS = 500
"""Columns that are looked at; a file with more is no list of graduates or vacancies."""


@dataclass(frozen=True)
class ColumnSuggestion:
    """What a column seems to be; `field` is None where the evidence is too weak.

    `others` are fields that something speaks for as well.
    """

    column: str
    field: str | None
    confidence: float
    reasons: Sequence[Fault]
    others: Sequence[str] = ()


@dataclass(frozen=True)
class Suggestion:
    """A proposed profile; it can be used when no required field is `missing`."""

    kind: Kind
    columns: Sequence[ColumnSuggestion]
    tree: Mapping[str, Any]
    missing: Sequence[str] = field(default=())

    @property
    def text(self) -> str:
        """The profile as YAML."""
        dumped: str = yaml.safe_dump(self.tree, allow_unicode=True, sort_keys=False, width=100)
        return dumped


def suggest(
    kind: Kind, columns: Sequence[str], rows: Iterable[Mapping[str, str]], found: Found | None
) -> Suggestion:
    """A profile for records of `kind` from a file with these columns and first rows."""
    sample = list(rows)[:_MOST_VALUES]
    columns = columns[:_MOST_COLUMNS]
    texts = {name: _texts(row.get(name, "") for row in sample) for name in columns}
    missing = sorted({t for column in texts.values() for t in column if _is_placeholder(t)})
    values = {name: [t for t in column if not _is_placeholder(t)] for name, column in texts.items()}
    personal = [name for name in columns if is_personal(name, values[name])]
    offers = [c for n in columns if n not in personal for c in candidates(kind, n, values[n])]
    chosen = _chosen(offers)
    dates, doubts = _dates(chosen, values)
    chosen = {name: c for name, c in chosen.items() if dates or c.fit.reading != "date"}
    tree = _tree(kind, found, missing, dates, chosen.values())
    suggestions = [_suggestion(n, n in personal, chosen, offers, doubts) for n in columns]
    left = sorted(required_fields(kind) - tree["fields"].keys())
    return Suggestion(kind, suggestions, tree, left)


def _texts(cells: Iterable[str]) -> list[str]:
    return [text for cell in cells if (text := tidy(cell))]


def _is_placeholder(text: str) -> bool:
    return text.casefold() in _PLACEHOLDERS


def _chosen(offers: Sequence[Candidate]) -> dict[str, Candidate]:
    """Column -> the field it is: the surest first, none twice, and none where two are as sure."""
    chosen: dict[str, Candidate] = {}
    taken: set[str] = set()
    for offer in sorted(offers, key=lambda c: -c.confidence):
        rivals = [
            other
            for other in offers
            if other is not offer
            and other.confidence == offer.confidence
            and other.fit.field not in taken
            and other.column == offer.column
        ]
        name = offer.fit.field
        if offer.confidence < LEAST or rivals or offer.column in chosen or _is_filled(name, taken):
            continue
        chosen[offer.column] = offer
        taken.add(name)
    return chosen


def _is_filled(name: str, taken: Set[str]) -> bool:
    """Whether another column is the field, or, of pay in words and its two ends, the other."""
    others = {name}
    if name.endswith("pay"):
        others |= {f"{name}.low", f"{name}.high"}
    elif name.endswith((".low", ".high")):
        others.add(name.rpartition(".")[0])
    return not others.isdisjoint(taken)


def _dates(
    chosen: Mapping[str, Candidate], values: Mapping[str, Sequence[str]]
) -> tuple[dict[str, Any], list[Fault]]:
    """The dates' forms and era, and what is not certain about them."""
    days = [t for n, c in chosen.items() if c.fit.reading == "date" for t in values[n]]
    years = [t for n, c in chosen.items() if c.fit.reading == "year" for t in values[n]]
    written = how_written(days, years)
    if written is None:
        return {}, [fault("dates_unclear")]
    doubts = [fault("either_way")] if written.either_way else []
    return {"era": written.era, "forms": list(written.forms)}, doubts


def _tree(
    kind: Kind,
    found: Found | None,
    missing: Sequence[str],
    dates: Mapping[str, Any],
    chosen: Iterable[Candidate],
) -> dict[str, Any]:
    file: dict[str, Any] = {"missing": ["", *missing]}
    if found is not None and found.sheet:
        file["sheet"] = found.sheet
    if found is not None and found.header_row > 1:
        file["header"] = found.header_row
    order = list(wordings(kind))
    by_place = sorted(chosen, key=lambda c: order.index(c.field))
    fields = {c.fit.field: _short(c.fit.rule) for c in by_place}
    tree = {"kind": kind, "about": "Proposed from a header and sample rows.", "file": file}
    return {**tree, **({"dates": dict(dates)} if dates else {}), "fields": fields}


def _short(rule: Mapping[str, Any]) -> Any:
    return rule["column"] if set(rule) == {"column"} else dict(rule)


def _suggestion(
    column: str,
    is_personal: bool,
    chosen: Mapping[str, Candidate],
    offers: Sequence[Candidate],
    doubts: Sequence[Fault],
) -> ColumnSuggestion:
    if is_personal:
        return ColumnSuggestion(column, None, 0.0, [fault("personal_column")])
    own = sorted((o for o in offers if o.column == column), key=lambda o: -o.confidence)
    names = list(dict.fromkeys(o.fit.field for o in own))
    taken = chosen.get(column)
    if taken is None:
        reasons = list(own[0].reasons) if own else [fault("nothing_known")]
        if len(names) > 1:
            reasons.append(fault("could_be", fields=", ".join(names[:5])))
        return ColumnSuggestion(column, None, own[0].confidence if own else 0.0, reasons, names)
    notes = doubts if taken.fit.reading == "date" else []
    others = [name for name in names if name != taken.fit.field]
    return ColumnSuggestion(
        column, taken.fit.field, taken.confidence, [*taken.reasons, *notes], others
    )
