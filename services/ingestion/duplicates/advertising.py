"""What a vacancy becomes to be compared: its parts, its text's signature, and where it stands."""

from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

import msgspec
import numpy as np
from sqlalchemy import Row

from services.ingestion.domain import closing
from services.ingestion.duplicates.likeness import Advertisement
from services.ingestion.duplicates.shingles import Signature, bands, signature
from services.ingestion.duplicates.titles import employer_key, marks_of, work_of
from shared.contracts import Pay, Vacancy

_MONTHS = {"month": 1, "year": 12}
_LOOKED_AT = 2_000
"""Letters of a text that are looked at, from its beginning; the rest is what firms say of
themselves."""


@dataclass(frozen=True)
class Compared:
    """A vacancy as it is compared; one that is `alone` was decided to be no duplicate.

    It stands in `blocks` and is compared with those that stand in the blocks it `asks`.
    """

    key: str
    content_hash: str
    is_closed: bool
    parts: Advertisement
    text: Signature | None
    blocks: tuple[int, ...]
    asks: tuple[int, ...]
    alone: bool = False

    @property
    def order(self) -> tuple[bool, int, str]:
        """The first of those that advertise one job stands for it: open before closed, early
        before late."""
        return self.is_closed, self.parts.day, self.key

    @property
    def state(self) -> tuple[str, bool, bool]:
        """All on which it depends who may repeat it."""
        return self.content_hash, self.is_closed, self.alone


def compared(key: str, content_hash: str, vacancy: Vacancy, closed_on: str | None) -> Compared:
    """The vacancy as it is compared with others."""
    text = signature((vacancy.description or "")[:_LOOKED_AT])
    parts = _parts(vacancy)
    like = [] if text is None else bands(text)
    return Compared(
        key,
        content_hash,
        closing(vacancy.posted_on, closed_on, None)["closed_on"] is not None,
        parts,
        text,
        *_blocks(like, parts),
    )


def _blocks(like: list[int], parts: Advertisement) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Where a vacancy stands, and where it looks: the bands of its text, and its work at its firm.

    Of those whose texts are not alike, two of one poster that names no firm are never compared.
    """
    by_name, by_poster = _named(parts)
    if parts.employer:
        return (*like, by_name), (*like, by_name, by_poster)
    return (*like, by_poster), (*like, by_name)


def _parts(vacancy: Vacancy) -> Advertisement:
    return Advertisement(
        poster=vacancy.provider,
        day=date.fromisoformat(vacancy.posted_on).toordinal(),
        work=work_of(vacancy.title),
        marks=marks_of(vacancy.title),
        employer=employer_key(vacancy.employer) if vacancy.employer else None,
        region=vacancy.region,
        pay=_monthly(vacancy.pay),
        openings=vacancy.openings,
        level=vacancy.level_required,
        experience=vacancy.experience_years,
        contract=vacancy.contract,
        occupation=vacancy.occupation,
    )


def _monthly(pay: Pay | None) -> tuple[float, float] | None:
    """Both ends in baht a month; an open end is the other one."""
    months = _MONTHS.get(pay.period) if pay and pay.currency == "THB" else None
    if pay is None or months is None:
        return None
    ends = [end for end in (pay.low, pay.high) if end is not None]
    return min(ends) / months, max(ends) / months


def _named(parts: Advertisement) -> tuple[int, int]:
    """The work at the firm, as others name the firm and as it posts itself."""
    firm = parts.employer or employer_key(parts.poster)
    work = "\0".join(parts.work)
    digests = (
        blake2b(f"{work}\0\0{firm}\0{how}".encode(), digest_size=8).digest()
        for how in ("named", "posting")
    )
    by_name, by_poster = (int.from_bytes(digest, signed=True) for digest in digests)
    return by_name, by_poster


def row_of(of: Compared, likeness: str | None) -> dict[str, object]:
    """The vacancy as it is kept in `advertisements`."""
    return {
        "key": of.key,
        "content_hash": of.content_hash,
        "day": of.parts.day,
        "is_closed": of.is_closed,
        "alone": of.alone,
        "compared": msgspec.json.encode(of.parts).decode(),
        "signature": None if of.text is None else of.text.tobytes(),
        "blocks": np.array(of.blocks, np.int64).tobytes(),
        "likeness": likeness,
    }


_advertisement = msgspec.json.Decoder(Advertisement).decode


def kept(row: Row[Any]) -> Compared:
    """The vacancy as it was kept, which asks for nobody."""
    signed = None if row.signature is None else np.frombuffer(row.signature, np.uint32)
    parts = _advertisement(row.compared)
    return Compared(
        row.key,
        row.content_hash,
        row.is_closed,
        parts,
        signed,
        tuple(np.frombuffer(row.blocks, np.int64).tolist()),
        (),
        row.alone,
    )
