"""The day a file was made, for profiles that read dates such as '3 days ago'."""

from datetime import date

import msgspec

from services.ingestion.importers.profile import Profile


def dated(profile: Profile, as_of: date | None) -> Profile:
    """The profile with the day that its relative dates count from; as it is without one."""
    if as_of is None:
        return profile
    dates = msgspec.structs.replace(profile.dates, as_of=as_of)
    return msgspec.structs.replace(profile, dates=dates)


def lacks_day(profile: Profile) -> bool:
    """Whether the profile reads relative dates and does not know from which day."""
    is_relative = any(rule.read == "ago" for rule in profile.fields.values())
    return is_relative and profile.dates.as_of is None
