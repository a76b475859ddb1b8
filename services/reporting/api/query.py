"""GET and POST /v1/data-sets/{id}/query: part of a published table, in any form."""

from typing import Any

import msgspec
from flask import Response, url_for
from flask.views import MethodView
from flask_smorest import Blueprint

from services.reporting.api.asking import Asked, Question, asked_by_get, asked_by_post, understood
from services.reporting.api.sending import Content, KeptAnswers, sent
from services.reporting.data_sets import Extract
from services.reporting.exports.about import facts
from services.reporting.query_schemas import (
    QUERY_EXAMPLE,
    QueryAnswerSchema,
    QueryArgs,
    QuerySchema,
)
from services.reporting.querying.cursors import cursor_at
from services.reporting.querying.identity import digest, identity
from services.reporting.querying.ordering import first_in_order
from services.reporting.querying.page import Page
from services.reporting.querying.query import MOST_EXPORTED
from services.reporting.querying.selection import selected
from services.reporting.window import Window
from shared.web.access import public
from shared.web.faults import fault
from shared.web.problem import Problem

_UNPACKED = ("parquet", "xlsx")  # compressed already
_CONDITIONS: dict[str, Any] = {
    "in": "query",
    "name": "conditions",
    "style": "form",
    "explode": True,
    "description": "Any dimension, alone or with an operator: year=2024&year=2023, "
    "region.in=TH-10,TH-20, year.gte=2565, field.under=06, field.depth=broad; and "
    "status.in=ok,low. Years also in the Buddhist era. `_T` is everything together.",
    "schema": {"type": "object", "additionalProperties": {"type": "string"}},
    "example": {"year.gte": "2022", "field.under": "06"},
}
_POSTED = {
    "required": True,
    "content": {"application/json": {"schema": QuerySchema, "example": QUERY_EXAMPLE}},
}


def blueprint(window: Window) -> Blueprint:
    """The query of a data set."""
    routes = Blueprint(
        "query", __name__, url_prefix="/v1/data-sets", description="Figures of a data set"
    )
    kept = KeptAnswers()

    def answer(name: str, asked: Asked) -> Response:
        return sent(_content(understood(window.shelf, name, asked)), kept)

    @routes.route("/<data_set>/query")
    class DataSetQuery(MethodView):
        @public
        @routes.doc(parameters=[{"in": "query", "schema": QueryArgs}, _CONDITIONS])
        @routes.response(200, QueryAnswerSchema)
        def get(self, data_set: str) -> Response:
            """Cells that meet all conditions, page by page, or whole in another form than JSON."""
            return answer(data_set, asked_by_get())

        @public
        @routes.doc(requestBody=_POSTED)
        @routes.response(200, QueryAnswerSchema)
        def post(self, data_set: str) -> Response:
            """Cells that meet criteria joined by and, or, not; page by page."""
            return answer(data_set, asked_by_post())

    return routes


def _content(question: Question) -> Content:
    """The answer to be made; every way of asking the same has one tag."""
    name, form = question.table.definition.id, question.form
    tag = digest(
        identity(question.publication), name, question.query.document(), form.name,
        question.size, question.start,
    )  # fmt: skip
    if form.name == "json":
        return Content(tag=tag, make=lambda: _page(question), lasting=question.lasting)
    version = question.publication.version
    archive = url_for("releases.ReleaseArchive", version=version)
    return Content(
        tag=tag,
        make=lambda: _whole(question, archive),
        content_type=form.content_type,
        lasting=question.lasting,
        packed=form.name not in _UNPACKED,
        filename=f"{name}-{version}.{form.extension}",
    )


def _page(question: Question) -> bytes:
    query, table, start = question.query, question.table, question.start
    chosen = selected(table, query.criterion, query.indicators)
    end = start + question.size
    rows = first_in_order(table, chosen, query.sort, end)[start:]
    extract = Extract(question.publication, table, rows, query.indicators)
    following = cursor_at(question.publication, table.definition.id, query, end)
    page = Page(
        extract=extract,
        query=query,
        size=question.size,
        start=start,
        total=len(chosen),
        next_cursor=str(following) if end < len(chosen) else None,
    )
    return msgspec.json.encode({**facts(extract), **page.document()})


def _whole(question: Question, archive: str) -> bytes:
    """Everything chosen as a file. Raises Problem: `too-large`."""
    query, table = question.query, question.table
    rows = selected(table, query.criterion, query.indicators)
    count = len(rows) * len(query.indicators)
    if count > MOST_EXPORTED:
        many = fault("too_many_figures", count=count, max=MOST_EXPORTED, archive=archive)
        raise Problem("too-large", faults=[("", many)])
    rows = first_in_order(table, rows, query.sort, len(rows))
    extract = Extract(question.publication, table, rows, query.indicators)
    return question.form.write(extract)
