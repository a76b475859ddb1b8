"""Who may call: organisations, their roles and their API keys."""

from shared.access.keys import NewKey, make_key
from shared.access.store import AccessStore, Caller, KeyRow, Role, UnknownOrganisation

__all__ = [
    "AccessStore",
    "Caller",
    "KeyRow",
    "NewKey",
    "Role",
    "UnknownOrganisation",
    "make_key",
]
