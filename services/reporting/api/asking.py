"""A query as it came by GET or POST, to a question of one table; every fault is told at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from flask import request

from services.reporting.api.publications import lasts, opened, table_of
from services.reporting.data_sets import DataSet, Publication
from services.reporting.exports import FORMATS, Format
from services.reporting.publication.shelf import Shelf
from services.reporting.query_schemas import QueryArgs, QuerySchema
from services.reporting.querying.cursors import Cursor, CursorExpired, parsed_cursor, start_of
from services.reporting.querying.parameters import OTHERS, query_of_parameters
from services.reporting.querying.posted import posted_query
from services.reporting.querying.query import Query, page_size
from services.reporting.querying.refusals import Refusals, shown
from shared.web.body import json_body
from shared.web.faults import fault, flatten
from shared.web.problem import Problem

LARGEST_BODY = 64 * 1024
DEFAULT_FORMAT = "json"
_ARGS, _BODY = QueryArgs(), QuerySchema()


@dataclass(frozen=True)
class Asked:
    """What came: `stated` are the fields that are no conditions, `sign` stands before their names.

    `read` understands the rest for a table.
    """

    stated: Mapping[str, Any]
    sign: str
    read: Callable[[DataSet, Refusals], Query]
    refusals: Refusals

    def place(self, name: str) -> str:
        """Where a fault of the field is told to be."""
        return self.sign + name


@dataclass(frozen=True)
class Question:
    """What is to be answered; `size` and `start` count cells."""

    publication: Publication
    table: DataSet
    query: Query
    form: Format
    size: int
    start: int
    lasting: bool


def asked_by_get() -> Asked:
    """The query in the parameters of the request."""
    given = request.args.to_dict(flat=False)
    others = {name: request.args[name] for name in given if name in OTHERS}
    stated, refusals = _loaded(_ARGS, others, "?")
    return Asked(stated, "?", lambda t, found: query_of_parameters(t, given, found), refusals)


def asked_by_post() -> Asked:
    """The query in the body of the request. Raises Problem: as `json_body`."""
    request.max_content_length = LARGEST_BODY
    stated, refusals = _loaded(_BODY, json_body(), "/")
    if "format" in request.args:
        stated = {**stated, "format": request.args["format"]}
    return Asked(stated, "/", lambda t, found: posted_query(t, stated, found), refusals)


def understood(shelf: Shelf, name: str, asked: Asked) -> Question:
    """The question of the table called `name`.

    Raises:
        Problem: `not-found`, `not-acceptable`, `cursor-expired`, or `invalid` with every fault.
    """
    stated, refusals = asked.stated, asked.refusals
    pin = stated.get("version")
    cursor = _cursor(asked)
    version = cursor.version if cursor else pin
    publication = opened(shelf, version, asked.place("version"))
    table = table_of(publication, name)
    query = asked.read(table, refusals)
    form = _format(asked)
    size = page_size(
        stated.get("page_size"), len(query.indicators), asked.place("page_size"), refusals
    )
    start = _start(cursor, publication, name, query, asked)
    if refusals.found:
        raise Problem("invalid", faults=refusals.found)
    return Question(publication, table, query, form, size, start, lasts(publication, pin))


def _loaded(schema: ma.Schema, given: Any, sign: str) -> tuple[Mapping[str, Any], Refusals]:
    """What the schema could load, and the faults of the rest."""
    try:
        return schema.load(given), Refusals()
    except ma.ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {}
        loaded = error.valid_data if isinstance(error.valid_data, dict) else {}
        faults = [
            (sign + pointer.removeprefix("/") if pointer else "", found)
            for pointer, found in flatten(error.messages)
        ]
        return {k: v for k, v in loaded.items() if k not in messages}, Refusals(faults)


def _cursor(asked: Asked) -> Cursor | None:
    """The cursor of an earlier page, which goes on in its version if the pin allows that."""
    text = asked.stated.get("cursor")
    if text is None:
        return None
    with asked.refusals.at(asked.place("cursor")):
        cursor = parsed_cursor(text)
        cursor.check_version(asked.stated.get("version"))
        return cursor
    return None


def _start(
    cursor: Cursor | None, publication: Publication, name: str, query: Query, asked: Asked
) -> int:
    where = asked.place("cursor")
    with asked.refusals.at(where):
        try:
            return start_of(cursor, publication, name, query)
        except CursorExpired as error:
            expired = [(where, fault("cursor_expired"))]
            raise Problem("cursor-expired", faults=expired) from error
    return 0


def _format(asked: Asked) -> Format:
    """`format` if it is stated, else what the Accept header likes best; JSON alone has pages."""
    form = _named(asked) if "format" in asked.stated else _accepted()
    if form.name != DEFAULT_FORMAT:
        for field in asked.stated.keys() & {"page_size", "cursor"}:
            asked.refusals.add(asked.place(field), "only_with", other=f"format={DEFAULT_FORMAT}")
    return form


def _named(asked: Asked) -> Format:
    name = asked.stated["format"]
    if name not in FORMATS:
        choices = ", ".join(FORMATS)
        place = asked.place("format")
        asked.refusals.add(place, "unknown_format", value=shown(name), choices=choices)
    return FORMATS.get(name, FORMATS[DEFAULT_FORMAT])


def _accepted() -> Format:
    accepted = request.accept_mimetypes
    by_type = {form.media_type: form for form in FORMATS.values()}
    best = accepted.best_match(list(by_type)) if accepted else FORMATS[DEFAULT_FORMAT].media_type
    if best is None:
        raise Problem("not-acceptable", detail=", ".join(FORMATS))
    return by_type[best]
