"""Which texts of a loaded record had an identifier masked: a warning for who posted it."""

from collections.abc import Callable, Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields

from services.ingestion.schemas.fields import MaskedText
from shared.identifiers import MARK, mask
from shared.text import tidy
from shared.web.faults import Fault, fault

Warnings = list[tuple[str, Fault]]


def masked_in(schema: ma.Schema) -> Callable[[Mapping[str, Any], Mapping[str, Any]], Warnings]:
    """What tells, of a record as posted and as loaded, the pointers to texts that were masked."""
    texts = [name for name, field in schema.load_fields.items() if isinstance(field, MaskedText)]
    lists = [
        name
        for name, field in schema.load_fields.items()
        if isinstance(field, fields.List) and isinstance(field.inner, MaskedText)
    ]

    def warnings(posted: Mapping[str, Any], loaded: Mapping[str, Any]) -> Warnings:
        found = []
        for name in texts:
            if MARK in (loaded.get(name) or "") and _was_masked(posted[name]):
                found.append(f"/{name}")
        for name in lists:
            if any(MARK in text for text in loaded.get(name) or ()):
                items = enumerate(posted[name])
                found += [f"/{name}/{n}" for n, item in items if _was_masked(item)]
        return [(pointer, fault("masked_identifier")) for pointer in found]

    return warnings


def _was_masked(posted: str) -> bool:
    text = tidy(posted)
    return mask(text) != text
