"""No free text gets past the search for personal identifiers."""

from collections.abc import Iterator

import marshmallow as ma
import pytest
from marshmallow import fields, validate

from services.ingestion.schemas import ClosingSchema, GraduateSchema, VacancySchema
from services.ingestion.schemas.fields import Code, EraDate, ImpersonalText, MaskedText

REPLACED = "reference"  # of a graduate, by a pseudonym; a vacancy's own is its public name


def texts(schema: ma.Schema, prefix: str = "") -> Iterator[tuple[str, fields.Field]]:
    """Fields that take text, also those inside others and inside lists."""
    for name, field in schema.fields.items():
        if isinstance(field, fields.Nested):
            yield from texts(field.schema, f"{prefix}{name}.")
            continue
        inner = field.inner if isinstance(field, fields.List) else field
        if isinstance(inner, fields.String):
            yield prefix + name, inner


def is_free(field: fields.Field) -> bool:
    chosen = (validate.OneOf, validate.Regexp)
    return not isinstance(field, Code | EraDate) and not any(
        isinstance(rule, chosen) for rule in field.validators
    )


@pytest.mark.parametrize(
    ("schema", "guard"),
    [
        (GraduateSchema(), ImpersonalText),
        (VacancySchema(), MaskedText),
        (ClosingSchema(), MaskedText),
    ],
)
def test_every_free_text_is_searched_for_identifiers(
    schema: ma.Schema, guard: type[fields.Field]
) -> None:
    free = {name: field for name, field in texts(schema) if is_free(field)}
    free.pop(REPLACED, None)
    assert [name for name, field in free.items() if not isinstance(field, guard)] == []


def test_the_free_texts_of_a_graduate_are_those_that_are_known() -> None:
    free = {name for name, field in texts(GraduateSchema()) if is_free(field)}
    assert free == {"reference", "programme", "skills", "tracer.job_title"}
