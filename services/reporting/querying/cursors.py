"""Where the next page starts: an opaque text bound to one publication and one query.

It holds nothing secret, all figures being public; its check digits tell one that was altered.
"""

import base64
import binascii
from dataclasses import dataclass

import msgspec

from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication.versions import NoSuchVersion, resolve
from services.reporting.querying.identity import digest, identity
from services.reporting.querying.query import Query
from services.reporting.querying.refusals import refusal

_CHECK = 12


class CursorExpired(LookupError):
    """The figures that the cursor counts in are no longer there."""


@dataclass(frozen=True)
class Cursor:
    """`start` is the number of cells before the page."""

    version: str
    publication: str
    question: str
    start: int

    def __str__(self) -> str:
        body = msgspec.json.encode([self.version, self.publication, self.question, self.start])
        text = base64.urlsafe_b64encode(digest(body.decode())[:_CHECK].encode() + body)
        return text.decode().rstrip("=")

    def check_version(self, pin: str | None) -> None:
        """Whether the pin allows the cursor's version, be it older than what it means today.

        Raises:
            Meaningless: it means another version.
        """
        if pin is None:
            return
        try:
            allowed = resolve(pin, [] if self.version == LIVE else [self.version])
        except NoSuchVersion:
            allowed = None
        if allowed != self.version:
            raise refusal("cursor_of_other_version", value=self.version)


def cursor_at(publication: Publication, table: str, query: Query, start: int) -> Cursor:
    """The cursor of the page from `start` on."""
    question = digest(table, query.document())
    return Cursor(publication.version, identity(publication), question, start)


def parsed_cursor(text: str) -> Cursor:
    """The cursor of the text. Raises Meaningless for anything that was not given out."""
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        body = raw[_CHECK:].decode()
        version, publication, question, start = msgspec.json.decode(
            body, type=tuple[str, str, str, int]
        )
    except (binascii.Error, UnicodeError, msgspec.DecodeError) as error:
        raise refusal("bad_cursor") from error
    cursor = Cursor(version, publication, question, start)
    if str(cursor) != text or start < 0:
        raise refusal("bad_cursor")
    return cursor


def start_of(cursor: Cursor | None, publication: Publication, table: str, query: Query) -> int:
    """The number of cells before the page; 0 without a cursor.

    Raises:
        CursorExpired: the live figures were made anew.
        Meaningless: the cursor came from another query.
    """
    if cursor is None:
        return 0
    here = cursor_at(publication, table, query, cursor.start)
    if here.question != cursor.question:
        raise refusal("cursor_of_other_query")
    if here.publication != cursor.publication:
        raise CursorExpired(cursor.version)
    return cursor.start
