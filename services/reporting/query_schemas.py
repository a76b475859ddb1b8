"""What may be asked of a published table, and what its answer looks like."""

from collections.abc import Sequence
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.querying.conditions import STATUSES
from shared.web.faults import fault

MOST_LISTED = 100
QUERY_EXAMPLE = {
    "version": "1.*",
    "criteria": {
        "and": [
            {"year": {"gte": "2022"}},
            {"or": [{"region": {"under": "north"}}, {"region": {"eq": "_T"}}]},
            {"not": {"field": {"eq": "_U"}}},
        ]
    },
    "indicators": ["graduates", "employment_rate"],
    "sort": [{"year": "desc"}, {"employment_rate": "asc"}],
    "page_size": 100,
}


def _few(listed: Sequence[Any]) -> None:
    if len(listed) > MOST_LISTED:
        raise ma.ValidationError([fault("at_most", max=MOST_LISTED)])


class PresentationArgs(ma.Schema):
    """Which version is meant and in which language problems are told."""

    class Meta:
        unknown = ma.EXCLUDE

    version = fields.String(
        metadata={
            "description": "1.2.0, a pin such as 1.* or 1.2.*, latest (unless stated), or live",
            "example": "latest",
        }
    )
    lang = fields.String(metadata={"description": "th or en: language of problems"})


class QueryArgs(PresentationArgs):
    """The parameters of a query that are no conditions."""

    indicators = fields.String(
        metadata={"description": "ids separated by commas; all unless stated"}
    )
    sort = fields.String(
        metadata={
            "description": "dimensions and indicators separated by commas, - before one for "
            "descending; a figure without a value comes last",
            "example": "-year,employment_rate",
        }
    )
    page_size = fields.Integer(
        metadata={
            "description": "cells a page, at most 2,000 with 10,000 figures; unless stated as "
            "many as make 2,500 figures, and not above 200"
        }
    )
    cursor = fields.String(metadata={"description": "`page.next_cursor` of the page before"})
    format = fields.String(
        metadata={
            "description": "json, csv, json-stat, sdmx-csv, parquet, xlsx; goes before the Accept "
            "header. Forms other than json hold the whole selection, up to 100,000 figures."
        }
    )


class QuerySchema(ma.Schema):
    """A query: criteria are objects such as {"region": {"under": "north"}}, joined by and, or, not.

    Operators: eq, not_eq, in, not_in; under (a member and its parts); depth (by the name of a
    level, such as broad); gt, gte, lt, lte on year, level and period. `status` stands for the
    statuses of the figures asked for. Without criteria every cell is meant; `_T` is the member
    for everything together, `_U` for what is not known.
    """

    version = fields.String()
    criteria = fields.Raw(metadata={"type": "object", "example": QUERY_EXAMPLE["criteria"]})
    indicators = fields.List(fields.String(), validate=_few)
    sort = fields.List(fields.Dict(keys=fields.String(), values=fields.String()), validate=_few)
    page_size = fields.Integer(strict=True)
    cursor = fields.String()
    format = fields.String()


class TextsSchema(ma.Schema):
    th = fields.String()
    en = fields.String()


class FigureAnswerSchema(ma.Schema):
    """A value and how far to trust it; null where there is none, which is never zero."""

    value = fields.Float(allow_none=True)
    low = fields.Float(allow_none=True, metadata={"description": "of the interval; null: open"})
    high = fields.Float(allow_none=True)
    confidence = fields.Float(metadata={"description": "of the interval"})
    n = fields.Integer(allow_none=True, metadata={"description": "records it rests on, to 5"})
    status = fields.String(validate=validate.OneOf(STATUSES))
    reason = fields.String(allow_none=True, metadata={"description": "a key of `reasons`"})
    coverage = fields.Float(
        allow_none=True, metadata={"description": "share of the base with the facts needed"}
    )
    uncoded = fields.Float(
        allow_none=True, metadata={"description": "share of the base without a code needed"}
    )


class CellSchema(ma.Schema):
    cell = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"example": {"year": "2024"}}
    )
    figures = fields.Dict(keys=fields.String(), values=fields.Nested(FigureAnswerSchema))


class PageSchema(ma.Schema):
    size = fields.Integer(metadata={"description": "cells a page"})
    start = fields.Integer(metadata={"description": "cells before this page"})
    cells = fields.Integer(metadata={"description": "cells on this page"})
    total = fields.Integer(metadata={"description": "cells that the query chose"})
    next_cursor = fields.String(allow_none=True)


class NoticeSchema(ma.Schema):
    code = fields.String(
        validate=validate.OneOf(["suppressed_cells", "no_cells", "synthetic", "provisional"])
    )
    texts = fields.Nested(TextsSchema)
    count = fields.Integer(metadata={"description": "suppressed figures of this page"})
    cuts = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "the depths by which the table is split together"},
    )


class MadeBySchema(ma.Schema):
    """What the figures were made with."""

    method = fields.String()
    taxonomy = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    model = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    data = fields.String(
        allow_none=True, metadata={"description": "when the newest record was assessed"}
    )


class PublishedSchema(ma.Schema):
    """What every answer says of the publication it is from."""

    data_set = fields.String()
    version = fields.String()
    provisional = fields.Boolean(metadata={"description": "live figures that no release holds"})
    synthetic = fields.Boolean()
    issued = fields.String()


class QueryAnswerSchema(PublishedSchema):
    """A page of a query's answer."""

    versions = fields.Nested(MadeBySchema)
    confidence = fields.Float()
    licence = fields.String()
    citation = fields.String()
    query = fields.Nested(QuerySchema, metadata={"description": "as it was understood"})
    page = fields.Nested(PageSchema)
    warnings = fields.List(fields.Nested(NoticeSchema))
    reasons = fields.Dict(keys=fields.String(), values=fields.Nested(TextsSchema))
    results = fields.List(fields.Nested(CellSchema))
