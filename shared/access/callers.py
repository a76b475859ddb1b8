"""Who stands behind a request, whatever it was that proved it."""

from dataclasses import dataclass

from shared.access.roles import ALL_SCOPES, Role


@dataclass(frozen=True)
class Caller:
    """An organisation, and what it called with: `key_id` names the key or token in the audit."""

    organisation: str
    name: str
    role: Role
    key_id: str
    scopes: frozenset[str] = ALL_SCOPES
