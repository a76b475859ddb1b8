"""A mapping profile: what a file looks like and how each field of a record is filled from it."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import marshmallow as ma
import msgspec
from marshmallow import fields

from services.ingestion.importers.dates import Era
from services.ingestion.importers.rule import Rule
from services.ingestion.importers.yaml_text import read_yaml
from services.ingestion.schemas import GraduateSchema, VacancySchema

Kind = Literal["graduates", "vacancies"]
Part = TypeVar("Part")

SHIPPED = Path(__file__).parent / "profiles"
_SCHEMAS: Mapping[Kind, type[ma.Schema]] = {
    "graduates": GraduateSchema,
    "vacancies": VacancySchema,
}


class ProfileFault(Exception):
    """A profile that cannot be used; the message names the key."""


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the file is written. `missing` are the texts that stand for 'no value' in any column."""

    format: Literal["csv", "jsonl", "xlsx"] = "csv"
    encoding: Literal["utf-8-sig", "cp874", "tis-620"] = "utf-8-sig"
    delimiter: str = ","
    sheet: str | None = None
    missing: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if len(self.delimiter) != 1:
            raise ValueError("delimiter must be one character")


class Dates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How dates are written: strptime-like forms, the era of their years, and for relative ones
    ('3 days ago') the day the file was made."""

    era: Era = "auto"
    forms: tuple[str, ...] = ("%Y-%m-%d",)
    as_of: date | None = None

    def __post_init__(self) -> None:
        if self.era == "auto" and any("%y" in form for form in self.forms):
            raise ValueError("a two-digit year (%y) needs era: be or era: ce")


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A checked profile; `fields` is keyed by dotted names such as `tracer.pay.exact`."""

    name: str
    kind: Kind
    about: str
    layout: Layout
    dates: Dates
    fields: dict[str, Rule]

    def columns(self) -> set[str]:
        """Every column that a rule reads."""
        return {column for rule in self.fields.values() for column in rule.columns()}


class _Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The outermost keys, each part still as it was written."""

    kind: Kind
    about: str
    fields: dict[str, Any]
    file: dict[str, Any] = {}
    dates: dict[str, Any] = {}


def shipped_profiles() -> list[str]:
    """Names of the profiles that come with the product."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def load_profile(name_or_path: str | Path) -> Profile:
    """The shipped profile of that name, or the one in the YAML file at that path.

    Raises:
        ProfileFault: naming the key that is wrong.
    """
    shipped = SHIPPED / f"{name_or_path}.yaml"
    path = shipped if str(name_or_path) in shipped_profiles() else Path(name_or_path)
    if not path.is_file():
        known = ", ".join(shipped_profiles())
        raise ProfileFault(f"{name_or_path} is neither a file nor a shipped profile ({known})")
    return parse_profile(path.stem, path.read_text("utf-8-sig"))


def parse_profile(name: str, text: str) -> Profile:
    """A profile from YAML text; every fault is a ProfileFault that starts with `name`."""
    try:
        written = _convert(read_yaml(text), _Written, "")
        profile = Profile(
            name=name,
            kind=written.kind,
            about=written.about,
            layout=_convert(written.file, Layout, "file"),
            dates=_convert(written.dates, Dates, "dates"),
            fields={field: _rule(field, rule) for field, rule in written.fields.items()},
        )
        _check_fields(profile)
    except ValueError as error:
        raise ProfileFault(f"profile {name}: {error}") from error
    return profile


def _rule(field: str, written: Any) -> Rule:
    """`title: position` is short for `title: {column: position}`."""
    longhand = {"column": written} if isinstance(written, str) else written
    return _convert(longhand, Rule, f"fields.{field}")


def _convert(written: Any, part: type[Part], key: str) -> Part:
    try:
        return msgspec.convert(written, part, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(f"{key}: {error}" if key else str(error)) from error


def _check_fields(profile: Profile) -> None:
    schema = _SCHEMAS[profile.kind]()
    known = set(_field_names(schema))
    for field in profile.fields:
        if field not in known:
            raise ValueError(f"fields.{field}: {profile.kind} have no such field")
    required = {name for name, field in schema.fields.items() if field.required}
    for field in sorted(required - profile.fields.keys()):
        raise ValueError(f"fields.{field}: is required")


def _field_names(schema: ma.Schema, prefix: str = "") -> Iterator[str]:
    for name, field in schema.fields.items():
        yield prefix + name
        if isinstance(field, fields.Nested):
            yield from _field_names(field.schema, f"{prefix}{name}.")
