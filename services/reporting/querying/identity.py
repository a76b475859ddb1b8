"""Digests that tell one publication, and one answer from it, from every other."""

import hashlib
from typing import Any

import msgspec

from services.reporting.data_sets import Publication
from shared.version import VERSION

_LENGTH = 16


def identity(publication: Publication) -> str:
    """Differs for every release and for live figures made at another moment."""
    return digest(
        publication.version, publication.issued, publication.synthetic, publication.positions,
        publication.method, publication.taxonomies, publication.models, publication.data,
        publication.sources,
    )  # fmt: skip


def digest(*parts: Any) -> str:
    """Hex digits that are equal for equal parts, as this version of the software answers them."""
    text = msgspec.json.encode([VERSION, *parts], order="deterministic")
    return hashlib.sha256(text).hexdigest()[: 2 * _LENGTH]
