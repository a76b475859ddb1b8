"""The mapping profile that a batch is read with."""

from dataclasses import dataclass
from datetime import date

import msgspec

from services.ingestion.batches.context import Batches, BatchRefused
from services.ingestion.domain import Kind
from services.ingestion.importers.profile import Profile, load_profile, shipped_profiles
from shared.web.faults import fault


@dataclass(frozen=True)
class Chosen:
    """A profile, and which version of it; None for one that comes with the product."""

    profile: Profile
    version: int | None

    @property
    def name(self) -> str:
        return self.profile.name


def find_profile(
    batches: Batches,
    organisation: str,
    kind: Kind,
    name: str,
    as_of: date | None,
    version: int | None = None,
) -> Chosen:
    """The profile of that name, or our own template's where `name` is empty.

    Raises:
        BatchRefused: there is none, it is for other records, or it reads relative dates and
            nobody says on which day the file was made.
    """
    name = name or f"lmis-{kind}"
    if name not in shipped_profiles():
        raise BatchRefused([("/profile", fault("unknown_profile", value=name[:100]))])
    profile = load_profile(name)
    if profile.kind != kind:
        raise BatchRefused([("/profile", fault("profile_of_other_kind", kind=profile.kind))])
    needs_day = any(rule.read == "ago" for rule in profile.fields.values())
    if needs_day and not (as_of or profile.dates.as_of):
        raise BatchRefused([("/as_of", fault("relative_dates"))])
    return Chosen(_dated(profile, as_of), None)


def _dated(profile: Profile, as_of: date | None) -> Profile:
    if as_of is None:
        return profile
    return msgspec.structs.replace(
        profile, dates=msgspec.structs.replace(profile.dates, as_of=as_of)
    )
