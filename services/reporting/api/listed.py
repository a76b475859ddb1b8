"""Answers made of the listing of what is published, at the addresses that the caller knows."""

import hashlib
from collections.abc import Callable

from flask import Response, request

from services.reporting.api.sending import Content, KeptAnswers, sent
from services.reporting.catalogue.listing import Addresses, Listing, Publisher, listing
from services.reporting.publication.shelf import Shelf

_MOST_BYTES = 8 * 1024 * 1024


class Listed:
    """Makes answers, and keeps those last asked for; new figures or releases make new ones."""

    def __init__(self, shelf: Shelf, publisher: Publisher) -> None:
        self.shelf, self._publisher = shelf, publisher
        self.kept = KeptAnswers(_MOST_BYTES)

    def answer(
        self, kind: str, content_type: str, make: Callable[[Listing, Addresses], bytes]
    ) -> Response:
        """What `make` gives, or 304; `kind` tells one `make` from another."""
        found, at = listing(self.shelf, self._publisher), addresses()
        content = Content(
            tag=tag_of(kind, at.base, *_identity(found)),
            make=lambda: make(found, at),
            content_type=content_type,
        )
        return sent(content, self.kept)


def addresses() -> Addresses:
    """Below the address that the caller knows this service by."""
    return Addresses(request.root_url.rstrip("/"))


def tag_of(*parts: str) -> str:
    """An entity tag for what these parts decide."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _identity(found: Listing) -> list[str]:
    digests = sorted({e.release.digest for held in found.editions.values() for e in held})
    return [found.publication.version, found.publication.issued, *digests]
