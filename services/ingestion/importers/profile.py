"""A mapping profile: what a file looks like and how each field of a record is filled from it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import marshmallow as ma
import msgspec
from marshmallow import fields

from services.ingestion.domain import Kind
from services.ingestion.importers.layout import Dates, Layout
from services.ingestion.importers.rule import Rule
from services.ingestion.importers.yaml_text import read_yaml
from services.ingestion.schemas import GraduateSchema, VacancySchema

Part = TypeVar("Part")

SHIPPED = Path(__file__).parent / "profiles"
_SCHEMAS: Mapping[Kind, type[ma.Schema]] = {
    "graduates": GraduateSchema,
    "vacancies": VacancySchema,
}


class ProfileFault(Exception):
    """A profile that cannot be used; the message names the key."""


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

    def needed_columns(self) -> set[str]:
        """The columns that a file must have: all unless the profile names them."""
        return self.columns() if self.layout.needed is None else set(self.layout.needed)


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


def shipped_text(name: str) -> str:
    """A shipped profile as it is written."""
    return (SHIPPED / f"{name}.yaml").read_text("utf-8-sig")


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


@lru_cache(maxsize=512)
def parse_profile(name: str, text: str) -> Profile:
    """A profile from YAML or JSON; every fault is a ProfileFault that starts with `name`.

    YAML takes longer to read than many a file, and the same profiles are asked for again.
    """
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
    for field in sorted(required_fields(profile.kind) - profile.fields.keys()):
        raise ValueError(f"fields.{field}: is required")
    if profile.fields["reference"].read not in ("text", "literal"):
        raise ValueError("fields.reference: is a text, so it cannot be read as anything else")


def required_fields(kind: Kind) -> set[str]:
    """The fields without which a record is refused."""
    schema = _SCHEMAS[kind]()
    return {name for name, field in schema.fields.items() if field.required}


def _field_names(schema: ma.Schema, prefix: str = "") -> Iterator[str]:
    for name, field in schema.fields.items():
        yield prefix + name
        if isinstance(field, fields.Nested):
            yield from _field_names(field.schema, f"{prefix}{name}.")
