"""The manifest of a release and its signature: who has both can tell that nothing was changed.

Ed25519 (RFC 8032) signs equal bytes with an equal signature, so that replicas with the same key
make the same release.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from services.reporting.publication.files import Files, to_json

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"


def manifest(about: Mapping[str, Any], files: Files) -> bytes:
    """What the release is, and the SHA-256 of every file of it."""
    listed = [
        {"path": path, "sha256": digest(content), "size": len(content)}
        for path, content in sorted(files.items())
    ]
    return to_json({**about, "files": listed})


def digest(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


class Signer:
    """Signs with the private key made from a secret."""

    def __init__(self, secret: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(secret).digest())

    @property
    def public_key(self) -> str:
        """The raw public key in base64."""
        raw = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    def seed(self, *of: str) -> int:
        """A number that follows from the secret and these, and tells nobody the secret.

        RFC 2104: who lacks the key cannot draw again what was drawn with it.
        """
        named = to_json(of)
        return int.from_bytes(hmac.digest(self._key.private_bytes_raw(), named, "sha256"))

    def sign(self, content: bytes) -> bytes:
        """A signature file: algorithm, public key and signature as JSON."""
        found = {
            "algorithm": "Ed25519",
            "public_key": self.public_key,
            "signature": base64.b64encode(self._key.sign(content)).decode(),
        }
        return to_json(found)


def is_signed(content: bytes, signature: str, public_key: str) -> bool:
    """Whether the signature, in base64, is of this content by this key."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key))
    try:
        key.verify(base64.b64decode(signature), content)
    except InvalidSignature:
        return False
    return True
