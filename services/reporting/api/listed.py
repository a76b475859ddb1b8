"""Answers made of the listing of what is published, at the addresses that the caller knows."""

import hashlib
from collections.abc import Callable
from urllib.parse import quote

from flask import Response, request

from services.reporting.api.publications import opened
from services.reporting.api.sending import Content, KeptAnswers, sent
from services.reporting.catalogue.listing import Addresses, Listing, Publisher, listing
from services.reporting.publication.shelf import Shelf
from services.reporting.publication.versions import LATEST

_MOST_BYTES = 32 * 1024 * 1024
_ANYWHERE = Addresses("http://lmis.invalid")
"""RFC 6761: no host has this name."""

Make = Callable[[Listing, Addresses], bytes]


class Listed:
    """Makes answers, and keeps those last asked for; new figures or releases make new ones."""

    def __init__(self, shelf: Shelf, publisher: Publisher) -> None:
        self.shelf, self._publisher = shelf, publisher
        self.kept = KeptAnswers(_MOST_BYTES)

    def answer(self, kind: str, content_type: str, make: Make) -> Response:
        """What `make` gives, or 304; `kind` tells one `make` from another."""
        at = addresses()
        return self._sent(kind, content_type, at, lambda: make(self._listing(), at))

    def placed(self, kind: str, content_type: str, make: Make) -> Response:
        """The same where making takes long: made once, whatever address it is asked at."""
        at, tag = addresses(), tag_of(kind, *self._published())

        def placed() -> bytes:
            anywhere = self.kept.get(tag, lambda: make(self._listing(), _ANYWHERE))
            return anywhere.replace(_ANYWHERE.base.encode(), at.base.encode())

        return self._sent(kind, content_type, at, placed)

    def _sent(
        self, kind: str, content_type: str, at: Addresses, make: Callable[[], bytes]
    ) -> Response:
        tag = tag_of(kind, at.base, *self._published())
        return sent(Content(tag=tag, make=make, content_type=content_type), self.kept)

    def _listing(self) -> Listing:
        return listing(self.shelf, self._publisher)

    def _published(self) -> list[str]:
        """What makes one listing differ from another. Raises Problem: nothing is published."""
        newest = opened(self.shelf, LATEST)
        return [newest.version, newest.issued, *(r.digest for r in self.shelf.releases())]


def addresses() -> Addresses:
    """Below the address that the caller knows this service by, with nothing in it but a URL's."""
    return Addresses(quote(request.root_url.rstrip("/"), safe=":/[]@%"))


def tag_of(*parts: str) -> str:
    """An entity tag for what these parts decide."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
