"""The mapping profile that a batch is read with."""

import dataclasses
from datetime import date

from services.ingestion.batches.context import Batches, BatchRefused
from services.ingestion.domain import Kind
from services.ingestion.importers.dating import dated, lacks_day
from services.ingestion.importers.profile import Profile, ProfileFault
from services.ingestion.profiles import keeping
from services.ingestion.profiles.keeping import KeptProfile
from services.ingestion.store import Batch
from shared.text import tidy
from shared.web.faults import Fault, fault


def find_profile(
    batches: Batches,
    organisation: str,
    kind: Kind,
    name: str,
    as_of: date | None,
    version: int | None = None,
) -> KeptProfile:
    """The organisation's profile of that name or the shipped one; our own template's for "".

    Raises:
        BatchRefused: there is none, it is for other records, or it reads relative dates and
            nobody says on which day the file was made.
    """
    name = tidy(name) or f"lmis-{kind}"
    try:
        kept = keeping.find_profile(batches.door.engine, organisation, name, version)
    except ProfileFault as error:  # it was taken by an earlier version of the product
        raise _refused("/profile", fault("profile_fault", reason=str(error))) from error
    if kept is None:
        raise _refused("/profile", fault("unknown_profile", value=name))
    if kept.profile.kind != kind:
        raise _refused("/profile", fault("profile_of_other_kind", kind=kept.profile.kind))
    profile = dated(kept.profile, as_of)
    if lacks_day(profile):
        raise _refused("/as_of", fault("relative_dates"))
    return dataclasses.replace(kept, profile=profile)


def profile_of(batches: Batches, batch: Batch) -> Profile:
    """The profile that the batch is read with; raises BatchRefused as `find_profile`."""
    as_of = date.fromisoformat(batch.as_of) if batch.as_of else None
    chosen = find_profile(
        batches, batch.provider, batch.kind, batch.profile, as_of, batch.profile_version
    )
    return chosen.profile


def _refused(pointer: str, found: Fault) -> BatchRefused:
    return BatchRefused([(pointer, found)])
