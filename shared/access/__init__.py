"""Who may call: organisations, their roles, and their API keys with what these are good for."""

from shared.access.callers import Caller
from shared.access.keys import NewKey, make_key
from shared.access.roles import Role, Scope
from shared.access.store import AccessStore, KeyRow, UnknownOrganisation

__all__ = [
    "AccessStore",
    "Caller",
    "KeyRow",
    "NewKey",
    "Role",
    "Scope",
    "UnknownOrganisation",
    "make_key",
]
