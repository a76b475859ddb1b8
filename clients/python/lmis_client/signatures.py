"""Whether the files of a release are those that its publisher signed."""

import base64
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from lmis_client.documents import ReleaseFile
from lmis_client.problems import MissingExtra, NotTrusted

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_ALGORITHM = "Ed25519"


def check_signature(manifest: bytes, signature: bytes, public_key: str | None = None) -> str:
    """The publisher's public key, in base64, by which the manifest is signed (RFC 8032).

    `public_key` is the one that was had from the publisher by another way. Without it the key
    that came with the release is believed, which shows damage but not forgery.

    Raises:
        NotTrusted: another key signed, or other bytes were signed.
        MissingExtra: cryptography is not installed.
    """
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise MissingExtra("verify") from error
    stated = _signature(signature)
    if public_key is not None and stated["public_key"] != public_key:
        raise NotTrusted(f"the release is signed by another key: {stated['public_key']}")
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(stated["public_key"]))
        key.verify(base64.b64decode(stated["signature"]), manifest)
    except (InvalidSignature, ValueError) as error:
        raise NotTrusted("the signature is not of this manifest") from error
    return stated["public_key"]


def check_digest(name: str, content: bytes, sha256: str) -> bytes:
    """The content, if that is its SHA-256. Raises NotTrusted."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise NotTrusted(f"{name} is not as the release has it: its SHA-256 is another one")
    return content


def listed_files(manifest: bytes) -> list[ReleaseFile]:
    """The files that the manifest lists, at places inside a directory. Raises NotTrusted."""
    files: list[ReleaseFile] = json.loads(manifest)["files"]
    for file in files:
        path = PurePosixPath(file["path"])
        if path.is_absolute() or ".." in path.parts:
            raise NotTrusted(f"the manifest lists a file outside the release: {path}")
    return files


def check_release(directory: Path | str, public_key: str | None = None) -> str:
    """The key that signed a release kept in a directory, once every file of it was checked.

    Raises:
        NotTrusted: a file is missing or is not what was signed.
    """
    root = Path(directory)
    manifest = _content(root, MANIFEST)
    key = check_signature(manifest, _content(root, SIGNATURE), public_key)
    for file in listed_files(manifest):
        check_digest(file["path"], _content(root, file["path"]), file["sha256"])
    return key


def _content(root: Path, path: str) -> bytes:
    try:
        return (root / path).read_bytes()
    except FileNotFoundError as error:
        raise NotTrusted(f"{path} is missing") from error


def _signature(signature: bytes) -> Mapping[str, str]:
    try:
        stated: Mapping[str, Any] = json.loads(signature)
        known = {name: str(stated[name]) for name in ("algorithm", "public_key", "signature")}
    except (ValueError, KeyError, TypeError) as error:
        raise NotTrusted("the signature cannot be read") from error
    if known["algorithm"] != _ALGORITHM:
        raise NotTrusted(f"the release is signed by {known['algorithm']}, not by {_ALGORITHM}")
    return known
