"""Names and seals for answers that are kept: without the caller's own key none can be read.

The key itself is kept nowhere. What names a write, what tells requests apart and what seals an
answer are derived from it and a secret of the system, so that nobody finds a short key by trying.
"""

import hashlib
import hmac
import os
import zlib
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Answer(msgspec.Struct, array_like=True, frozen=True):
    """What is sent again: the status, some headers and the body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Seal:
    """What one organisation's key opens; `write` is the name that its write is kept under."""

    write: str
    _key: bytes

    def close(self, answer: Answer) -> bytes:
        """The answer packed and sealed."""
        nonce = os.urandom(_NONCE)
        packed = zlib.compress(msgspec.msgpack.encode(answer), 1)
        return nonce + AESGCM(self._key).encrypt(nonce, packed, self.write.encode())

    def open(self, sealed: bytes) -> Answer:
        """What `close` sealed."""
        nonce, closed = sealed[:_NONCE], sealed[_NONCE:]
        packed = AESGCM(self._key).decrypt(nonce, closed, self.write.encode())
        return msgspec.msgpack.decode(zlib.decompress(packed), type=Answer)


def seal_of(secret: bytes, organisation: str, key: str) -> Seal:
    """The seal of the key of an organisation; another's same key is another seal."""
    write = derived(secret, "name of a repeatable write", organisation, key)
    return Seal(write.hex(), derived(secret, "seal of its answer", organisation, key))


def derived(secret: bytes, purpose: str, *parts: str | bytes) -> bytes:
    """32 bytes that only who knows the secret can work out from the parts."""
    message = msgspec.msgpack.encode((purpose, *parts))  # frames them: no two lists are alike
    return hmac.new(secret, message, hashlib.sha256).digest()
