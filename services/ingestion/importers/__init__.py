"""Files of any layout in, through a declarative profile, to the same handlers as the API."""

from services.ingestion.importers.mapping import Mapped, RowFault, fault_at
from services.ingestion.importers.opening import OpenFile, open_file
from services.ingestion.importers.profile import (
    Profile,
    ProfileFault,
    load_profile,
    parse_profile,
    shipped_profiles,
)
from services.ingestion.importers.unreadable import UnreadableFile

__all__ = [
    "Mapped",
    "OpenFile",
    "Profile",
    "ProfileFault",
    "RowFault",
    "UnreadableFile",
    "fault_at",
    "load_profile",
    "open_file",
    "parse_profile",
    "shipped_profiles",
]
