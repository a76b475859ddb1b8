"""What an organisation is to the system, and what one of its keys may be confined to."""

from enum import StrEnum


class Role(StrEnum):
    """What an organisation is to the system."""

    UNIVERSITY = "university"
    EMPLOYER = "employer"
    POLICYMAKER = "policymaker"
    OPERATOR = "operator"


class Scope(StrEnum):
    """What a key is good for, inside what the role of its organisation may do at all."""

    RECORDS_READ = "records:read"
    RECORDS_WRITE = "records:write"
    PERSONS_ERASE = "persons:erase"
    BATCHES_WRITE = "batches:write"
    PROFILES_WRITE = "profiles:write"
    WEBHOOKS_WRITE = "webhooks:write"
    CORRECTIONS_WRITE = "corrections:write"
    CODING = "coding"
    ALERTS = "alerts"
    FEEDBACK = "feedback"
    AUDIT_READ = "audit:read"


MEANING: dict[Scope, str] = {
    Scope.RECORDS_READ: "read one's own records, batches and settings, and what was made of them",
    Scope.RECORDS_WRITE: "post, change and close records",
    Scope.PERSONS_ERASE: "erase what is held of persons",
    Scope.BATCHES_WRITE: "upload files, cancel uploads",
    Scope.PROFILES_WRITE: "keep mapping profiles",
    Scope.WEBHOOKS_WRITE: "say where notices go",
    Scope.CORRECTIONS_WRITE: "correct codes",
    Scope.CODING: "have texts coded and pairs judged, of which nothing is kept",
    Scope.ALERTS: "keep alerts on published figures",
    Scope.FEEDBACK: "answer readers' doubts",
    Scope.AUDIT_READ: "read the audit log",
}
ALL_SCOPES: frozenset[str] = frozenset(Scope)
"""What a key has for which none were stated: also those that later versions bring."""
