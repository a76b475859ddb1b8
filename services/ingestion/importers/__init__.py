"""Files of any layout in, through a declarative profile, to the same handlers as the API."""

from services.ingestion.importers.profile import (
    Profile,
    ProfileFault,
    load_profile,
    shipped_profiles,
)
from services.ingestion.importers.readers import UnreadableFile
from services.ingestion.importers.run import Summary, import_file

__all__ = [
    "Profile",
    "ProfileFault",
    "Summary",
    "UnreadableFile",
    "import_file",
    "load_profile",
    "shipped_profiles",
]
