"""Taking a whole release away, checked against its signed manifest."""

from dataclasses import dataclass
from pathlib import Path

from lmis_client import routes
from lmis_client.connection import Connection
from lmis_client.documents import ReleaseFile
from lmis_client.files import written
from lmis_client.problems import NotTrusted
from lmis_client.signatures import (
    MANIFEST,
    SIGNATURE,
    check_digest,
    check_signature,
    listed_files,
)


@dataclass(frozen=True)
class KeptRelease:
    """A release in a directory; `public_key` signed it and `digest` is what it is cited by."""

    version: str
    directory: Path
    digest: str
    public_key: str
    files: tuple[str, ...]


def download(
    connection: Connection, pin: str, directory: Path, public_key: str | None
) -> KeptRelease:
    """Every file of the release, after its manifest was found to be signed.

    Files that stand there already as the manifest has them are not fetched again.

    Raises:
        NotTrusted: the release is not what was signed; the file at fault is not kept.
    """
    release = connection.get(routes.RELEASE, {"version": pin})
    version = release["version"]

    def fetched(path: str) -> bytes:
        return connection.get(routes.RELEASE_FILE, {"version": version, "path": path})

    manifest = check_digest(MANIFEST, fetched(MANIFEST), release["digest"])
    signature = fetched(SIGNATURE)
    key = check_signature(manifest, signature, public_key)
    files = listed_files(manifest)
    for file in files:
        if not _is_there(directory, file):
            content = check_digest(file["path"], fetched(file["path"]), file["sha256"])
            written(directory / file["path"], content)
    written(directory / MANIFEST, manifest)
    written(directory / SIGNATURE, signature)
    paths = tuple(file["path"] for file in files)
    return KeptRelease(version, directory, release["digest"], key, paths)


def _is_there(directory: Path, file: ReleaseFile) -> bool:
    path = directory / file["path"]
    if not path.is_file():
        return False
    try:
        check_digest(file["path"], path.read_bytes(), file["sha256"])
    except NotTrusted:
        return False
    return True
