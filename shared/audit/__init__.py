"""The audit log of a service: who read or changed data of persons, in entries chained by hashes.

When to use: in the transaction that changes such data, and before the answer that shows it. When
not to: for what concerns no person; an entry never holds content or a provider's reference.
"""

from shared.audit.acting import SYSTEM, Actor, acting
from shared.audit.chaining import Chainer, chain_once
from shared.audit.entry import Act, digest_of
from shared.audit.listing import list_entries
from shared.audit.verifying import Broken, Head, Verified, head, verify
from shared.audit.writing import audit_table, note, note_alone

__all__ = [
    "SYSTEM",
    "Act",
    "Actor",
    "Broken",
    "Chainer",
    "Head",
    "Verified",
    "acting",
    "audit_table",
    "chain_once",
    "digest_of",
    "head",
    "list_entries",
    "note",
    "note_alone",
    "verify",
]
