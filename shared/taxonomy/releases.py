"""Imported releases of a taxonomy: a directory each, and a file that names the one in use.

Without one the committed tables serve. A release is checked against its manifest, file by file,
before it is used.
"""

import csv
import gzip
import hashlib
import io
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SKILLS, CORE, TITLES = "skills.csv.gz", "core_skills.csv.gz", "occupation_titles.csv.gz"
MANIFEST, IN_USE = "manifest.json", "in-use"
_NAME = re.compile(r"esco-[0-9A-Za-z][0-9A-Za-z.]*")

Table = Sequence[Sequence[str]]
"""Rows of text, the header first."""


class ReleaseRefused(Exception):
    """A release that is not there, not whole, or not what was imported."""


@dataclass(frozen=True, eq=False)  # tables are cached by release, so it is hashed often
class Release:
    """One imported release; `digest` names its content in every version that is stated."""

    directory: Path
    version: str
    digest: str

    @property
    def name(self) -> str:
        return self.directory.name

    def rows(self, table: str) -> Iterator[dict[str, str]]:
        """The rows of a table, keyed by its header."""
        text = gzip.decompress((self.directory / table).read_bytes()).decode("utf-8")
        return csv.DictReader(io.StringIO(text, newline=""))


_serving: Release | None = None


def serving() -> Release | None:
    """The release that this process serves; None: the committed tables."""
    return _serving


def serve(directory: Path) -> Release | None:
    """Serve the release that is in use in the directory; to be called when a process starts.

    Raises:
        ReleaseRefused: it is not there, or its files are not those that were imported.
    """
    global _serving  # one taxonomy per process, as with the committed tables
    name = in_use(directory)
    _serving = None if name is None else open_release(directory, name)
    return _serving


def in_use(directory: Path) -> str | None:
    """The name of the release in use; None where none was chosen."""
    path = directory / IN_USE
    return path.read_text("utf-8").strip() or None if path.exists() else None


def use(directory: Path, name: str | None) -> None:
    """From the next start on use the release, or the committed tables for None.

    Raises:
        ReleaseRefused: there is no such release, or it is not whole.
    """
    if name is not None:
        open_release(directory, name)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = directory / f"{IN_USE}.{os.getpid()}"
    draft.write_text(name or "", "utf-8")
    draft.replace(directory / IN_USE)


def names(directory: Path) -> list[str]:
    """The releases that were imported."""
    return sorted(path.parent.name for path in directory.glob(f"*/{MANIFEST}"))


def open_release(directory: Path, name: str) -> Release:
    """The release, every file checked against the manifest. Raises ReleaseRefused."""
    home = directory / name
    manifest = read_manifest(directory, name)
    for file, digest in manifest["files"].items():
        if _digest_of(home / file) != digest:
            raise ReleaseRefused(f"{name}: {file} is not what was imported")
    return Release(home, manifest["version"], _manifest_digest(manifest))


def read_manifest(directory: Path, name: str) -> dict[str, Any]:
    """What the release was made of. Raises ReleaseRefused."""
    if not _NAME.fullmatch(name):
        raise ReleaseRefused(f"{name!r} is not the name of a release")
    try:
        manifest = json.loads((directory / name / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ReleaseRefused(f"{name}: no release of that name, or no manifest") from error
    if not isinstance(manifest, dict):
        raise ReleaseRefused(f"{name}: the manifest is none")
    if _manifest_digest(manifest) != manifest.get("digest"):
        raise ReleaseRefused(f"{name}: the manifest was changed")
    return manifest


def write(
    directory: Path, version: str, tables: Mapping[str, Table], about: Mapping[str, Any]
) -> str:
    """Write a release, whole or not at all; its name. Raises ReleaseRefused."""
    name = f"esco-{version}"
    home, draft = directory / name, directory / f".{name}.{os.getpid()}"
    if not _NAME.fullmatch(name):
        raise ReleaseRefused(f"{version!r} is not a version such as 1.2.0")
    if home.exists():
        raise ReleaseRefused(f"{name} was imported before; remove {home} to import it anew")
    draft.mkdir(mode=0o700, parents=True)
    try:
        for file, rows in tables.items():
            (draft / file).write_bytes(_packed(rows))
        files = {file: _digest_of(draft / file) for file in tables}
        manifest = {"version": version, **about, "files": files}
        manifest["digest"] = _manifest_digest(manifest)
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        (draft / MANIFEST).write_text(text, "utf-8")
        draft.rename(home)
    except BaseException:
        shutil.rmtree(draft)
        raise
    return name


def _packed(rows: Table) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return gzip.compress(text.getvalue().encode("utf-8"), mtime=0)


def _digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "missing"


def _manifest_digest(manifest: Mapping[str, Any]) -> str:
    said = {name: value for name, value in manifest.items() if name != "digest"}
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
