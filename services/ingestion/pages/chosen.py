"""What was chosen for a file: a profile by name, or a field for each column."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion import batches as files
from services.ingestion.batches import Batches
from services.ingestion.importers.profile import Profile, required_fields
from services.ingestion.pages.matching import Looked, as_text, chosen_tree, look_into
from services.ingestion.pages.naming import listed_as
from services.ingestion.profiles import keeping
from services.ingestion.store import Batch

Action = Literal["preview", "try", "send"]
_COLUMN = re.compile(r"column\.(\d{1,4})")


class Unmatched(Exception):
    """No column was chosen for these fields, which every row needs."""

    def __init__(self, fields: Iterable[str]) -> None:
        super().__init__(*fields)
        self.fields = sorted(fields)


class ChosenFields(ma.Schema):
    """The form; beside these fields `column.N` names our field for the N-th column, from 0."""

    action = fields.String(validate=validate.OneOf(["preview", "try", "send"]))
    profile = fields.String(metadata={"description": "empty: by columns"})
    as_of = fields.Date(metadata={"description": "the day the file was made"})


@dataclass(frozen=True)
class Chosen:
    """A choice; `profile` "" means by columns, None that nothing was chosen yet.

    `columns` are None as long as what is proposed shall stand.
    """

    profile: str | None = None
    columns: Mapping[int, str] | None = None
    as_of: date | None = None
    action: Action = "preview"

    @classmethod
    def asked(cls, args: Mapping[str, str]) -> "Chosen":
        """From a page's address."""
        return cls(args.get("profile"), None, _day(args.get("as_of", "")))

    @classmethod
    def posted(cls, form: Mapping[str, str]) -> "Chosen":
        """From the form; columns that are for no field are left out."""
        found = {int(m[1]): form[name] for name in form if (m := _COLUMN.fullmatch(name))}
        columns = {number: field for number, field in sorted(found.items()) if field}
        action = form.get("action", "preview")
        return cls(
            form.get("profile", ""),
            columns if found else None,
            _day(form.get("as_of", "")),
            cast(Action, action) if action in ("try", "send") else "preview",
        )


def usual_profile(batches: Batches, organisation: str, batch: Batch) -> str:
    """The profile that has all its columns in the file: one's own latest, else our template's.

    "" when none has: then the columns are looked at.
    """
    kept_profiles = keeping.own_profiles(batches.door.engine, organisation)
    own = sorted(kept_profiles, key=lambda kept: kept.recorded_at or "", reverse=True)
    template = keeping.find_profile(batches.door.engine, organisation, f"lmis-{batch.kind}")
    for kept in (*own, template):
        if kept is None or kept.profile.kind != batch.kind:
            continue
        try:
            files.sample(batches, organisation, batch.id, 1, kept.profile)
        except files.UnreadableFile:
            continue
        return kept.profile.name
    return ""


def by_hand(batches: Batches, organisation: str, batch: Batch, like: str) -> Chosen:
    """The columns as the profile `like` takes them, to be changed by hand.

    What it does with more than one column, or without any, cannot be chosen by hand.
    """
    kept = keeping.find_profile(batches.door.engine, organisation, like)
    if kept is None or kept.profile.kind != batch.kind:
        return Chosen("")
    fields = {
        rule.column: listed_as(batch.kind, name) for name, rule in kept.profile.fields.items()
    }
    try:
        columns = files.sample(batches, organisation, batch.id, 1, kept.profile).columns
    except files.UnreadableFile:
        return Chosen("")
    return Chosen("", {n: fields[name] for n, name in enumerate(columns) if name in fields} or None)


def profile_of(
    batches: Batches, organisation: str, batch: Batch, chosen: Chosen, looked: Looked | None
) -> Profile:
    """The profile that a choice stands for; it need not be kept.

    `looked` is what is known of the file already.

    Raises:
        ProfileRefused, BatchRefused, Unmatched: it cannot be used.
        UnreadableFile: the file cannot be looked into.
    """
    if chosen.profile:
        found = files.find_profile(batches, organisation, batch.kind, chosen.profile, chosen.as_of)
        return found.profile
    known = looked or look_into(batches, organisation, batch)
    return keeping.parsed("chosen", as_text(_tree(batch, chosen, known)))


def chosen_profile(batches: Batches, organisation: str, batch: Batch, chosen: Chosen) -> str:
    """The name of the profile that was chosen; one chosen by columns is kept for the next file.

    Raises:
        ProfileRefused, Unmatched, UnreadableFile: as `profile_of`.
        OtherVersion: it was kept by somebody else at the same moment.
    """
    if chosen.profile:
        return chosen.profile
    tree = _tree(batch, chosen, look_into(batches, organisation, batch))
    text, name = as_text(tree), _name(tree)
    known = keeping.find_profile(batches.door.engine, organisation, name)
    if known is None or known.text != text:
        keeping.keep_profile(batches.door.engine, organisation, name, text)
    return name


def _tree(batch: Batch, chosen: Chosen, looked: Looked) -> dict[str, Any]:
    found, columns = looked.suggestion.columns, chosen.columns
    if columns is None:
        columns = {n: each.field for n, each in enumerate(found) if each.field}
    known = {n: field for n, field in columns.items() if n < len(found)}
    tree = chosen_tree(looked, known)
    missing = required_fields(batch.kind) - tree["fields"].keys()
    if missing:
        raise Unmatched(missing)
    return tree


def _name(tree: Mapping[str, Any]) -> str:
    """The same columns for the same fields have the same name, file after file."""
    digest = hashlib.sha256(as_text(tree["fields"]).encode()).hexdigest()
    return f"columns-{digest[:12]}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
