"""Keys and seals: what a provider uploads is only ever kept encrypted, under a key of its batch.

AES-256-GCM. A batch's keys are kept wrapped by a key that HKDF (RFC 5869) draws from the system's
secret: when a wrapped key is deleted, nothing opens what it sealed, copies and backups included.
"""

import os
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
Purpose = Literal["content", "results"]


class KeyLost(Exception):
    """The system's secret is not the one that the batch's key was wrapped with."""


class BatchKey:
    """Seals and opens numbered pieces of one batch; a piece cannot pass for another."""

    def __init__(self, key: bytes, batch_id: str) -> None:
        self._cipher = AESGCM(key)
        self._batch_id = batch_id

    def seal(self, number: int, plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, plain, self._place(number))

    def open(self, number: int, sealed: bytes) -> bytes:
        view = memoryview(sealed)
        return self._cipher.decrypt(sealed[:_NONCE], view[_NONCE:], self._place(number))

    def _place(self, number: int) -> bytes:
        return f"{self._batch_id}/{number}".encode()


class Sealing:
    """Makes, wraps and unwraps the keys of batches."""

    def __init__(self, secret: bytes) -> None:
        drawn = HKDF(SHA256(), 32, salt=None, info=b"lmis keys of batches").derive(secret)
        self._wrapping = AESGCM(drawn)

    def new_key(self, batch_id: str, purpose: Purpose) -> bytes:
        """A random key as it is kept: wrapped."""
        nonce = os.urandom(_NONCE)
        key = AESGCM.generate_key(256)
        return nonce + self._wrapping.encrypt(nonce, key, _label(batch_id, purpose))

    def key(self, wrapped: bytes, batch_id: str, purpose: Purpose) -> BatchKey:
        """The key to work with; raises KeyLost."""
        try:
            key = self._wrapping.decrypt(
                wrapped[:_NONCE], wrapped[_NONCE:], _label(batch_id, purpose)
            )
        except InvalidTag as error:
            raise KeyLost(batch_id) from error
        return BatchKey(key, batch_id)


def _label(batch_id: str, purpose: Purpose) -> bytes:
    return f"{batch_id}/{purpose}".encode()
