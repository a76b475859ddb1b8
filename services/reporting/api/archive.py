"""A whole release as one ZIP, written file by file while it is sent."""

import io
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import Response, request

from services.reporting.publication.shelf import ReleaseEntry, Shelf

_FIRST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that ZIP can state; the bytes must not vary
_READABLE = 0o644 << 16
_YEAR = 365 * 24 * 3600


def archived(shelf: Shelf, entry: ReleaseEntry, *, lasting: bool) -> Response:
    """The archive as an answer; its tag is the digest of the release's manifest."""
    if request.if_none_match.contains_weak(entry.digest):
        response = Response(status=304)
    else:
        response = Response(zipped(shelf, entry.version), content_type="application/zip")
        name = f"lmis-release-{entry.version}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.set_etag(entry.digest)
    caching = f"max-age={_YEAR}, immutable" if lasting else "no-cache"
    response.headers["Cache-Control"] = f"public, {caching}"
    return response


def zipped(shelf: Shelf, version: str) -> Iterator[bytes]:
    """The ZIP in pieces; one file of the release at a time is in memory."""
    sink = _Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        for file in sorted(shelf.files(version), key=lambda file: file.path):
            entry = ZipInfo(f"lmis-{version}/{file.path}", _FIRST_TIME)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, _READABLE
            archive.writestr(entry, shelf.read(version, file.path))
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what is written, to be handed on; it cannot go back."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """What came since the last time."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
