"""The data dictionary: every field that can be posted, from the schemas that check it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import marshmallow as ma
import msgspec
from marshmallow import fields, validate

from services.ingestion.domain import Kind
from services.ingestion.profiles.words import Language, Word, wordings, words
from services.ingestion.schemas import GraduateSchema, VacancySchema
from services.ingestion.schemas.fields import Code, EraDate, Level, Text, Year

_SCHEMAS: Mapping[Kind, type[ma.Schema]] = {
    "graduates": GraduateSchema,
    "vacancies": VacancySchema,
}
_TYPES: Sequence[tuple[type[fields.Field], str]] = (  # type: ignore[type-arg]
    (Code, "code"),
    (Level, "level"),
    (Year, "year"),
    (EraDate, "date"),
    (Text, "text"),
    (fields.List, "list"),
    (fields.Boolean, "flag"),
    (fields.Integer, "whole number"),
    (fields.Number, "number"),
    (fields.String, "text"),
)
COLUMNS: Mapping[str, tuple[str, str]] = {
    # column: (English, Thai)
    "name": ("Field", "ฟิลด์"),
    "label_th": ("Thai heading", "หัวคอลัมน์ภาษาไทย"),
    "label_en": ("English heading", "หัวคอลัมน์ภาษาอังกฤษ"),
    "required": ("Required", "จำเป็น"),
    "type": ("Type", "ชนิด"),
    "limits": ("Limits", "ข้อจำกัด"),
    "values_th": ("Values in Thai", "ค่าภาษาไทย"),
    "values_en": ("Values in English", "ค่าภาษาอังกฤษ"),
    "about_th": ("What it says, in Thai", "คำอธิบายภาษาไทย"),
    "about_en": ("What it says, in English", "คำอธิบายภาษาอังกฤษ"),
    "example": ("Example", "ตัวอย่าง"),
}


class Value(msgspec.Struct, frozen=True):
    """One value of a field whose values are listed."""

    value: str
    en: str
    th: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A field: its name and headings, what it takes, what it says."""

    name: str
    label_en: str
    label_th: str
    about_en: str
    about_th: str
    example: str
    type: str
    required: bool
    limits: str
    values: tuple[Value, ...]

    def label(self, language: Language) -> str:
        """The field's heading in templates."""
        return self.label_th if language == "th" else self.label_en

    def cells(self) -> list[str]:
        """The entry as a row under COLUMNS."""
        listed = {
            "required": "yes" if self.required else "",
            "values_th": "; ".join(value.th for value in self.values),
            "values_en": "; ".join(f"{value.en} ({value.value})" for value in self.values),
        }
        return [listed.get(name, "") or str(getattr(self, name, "") or "") for name in COLUMNS]


@cache
def dictionary(kind: Kind) -> tuple[Entry, ...]:
    """Every field of the records, in the order of the templates.

    Raises:
        KeyError: a field of the schema has no wording, or a wording no field.
    """
    known = dict(_leaves(_SCHEMAS[kind](), ""))
    worded = wordings(kind)
    if known.keys() != worded.keys():
        raise KeyError(*sorted(known.keys() ^ worded.keys()))
    return tuple(_entry(kind, name, known[name]) for name in worded)


def _leaves(schema: ma.Schema, prefix: str) -> Iterator[tuple[str, fields.Field]]:  # type: ignore[type-arg]
    for name, field in schema.fields.items():
        if isinstance(field, fields.Nested):
            yield from _leaves(field.schema, f"{prefix}{name}.")
        else:
            yield prefix + name, field


def _entry(kind: Kind, name: str, field: fields.Field) -> Entry:  # type: ignore[type-arg]
    wording = wordings(kind)[name]
    listed = words(name)
    return Entry(
        name=name,
        label_en=wording.en,
        label_th=wording.th,
        about_en=wording.about_en,
        about_th=wording.about_th,
        example=wording.example,
        type=next(label for kind_, label in _TYPES if isinstance(field, kind_)),
        required=field.required and "." not in name,
        limits=", ".join(_limits(field)),
        values=tuple(Value(value, word.en, word.th) for value, word in _of(field, listed)),
    )


def _of(field: fields.Field, listed: Mapping[str, Word]) -> Iterator[tuple[str, Word]]:  # type: ignore[type-arg]
    """The values that the schema takes, in the words that files have for them."""
    choices = [v.choices for v in field.validators if isinstance(v, validate.OneOf)]
    for value in choices[0] if choices else listed:
        yield value, listed[value]


def _limits(field: fields.Field) -> Iterator[str]:  # type: ignore[type-arg]
    for rule in field.validators:
        if isinstance(rule, validate.Length) and rule.max is not None:
            unit = "items" if isinstance(field, fields.List) else "characters"
            yield f"≤ {rule.max} {unit}"
        if isinstance(rule, validate.Range):
            least = ">" if not rule.min_inclusive else "≥"
            yield (
                f"{least} {rule.min:g}"
                if rule.max is None
                else (f"{least} {rule.min:g}, ≤ {rule.max:,.0f}")
            )
