"""A secret that one machine makes for itself, once, and keeps in a file of its owner's."""

import contextlib
import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> bytes:
    """What the file holds; made at random by the first process that asks."""
    if not path.exists():
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_bytes()


def _write_once(path: Path, secret: str) -> None:
    """Write the whole secret or, when another process was first, nothing."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secret)
    with contextlib.suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
