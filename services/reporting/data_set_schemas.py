"""What is said of data sets: what there are, what they hold, how they changed, where from."""

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.query_schemas import (
    FigureAnswerSchema,
    MadeBySchema,
    PresentationArgs,
    PublishedSchema,
    TextsSchema,
)


class VersionArgs(PresentationArgs):
    """The version that is meant."""


class LineageArgs(PresentationArgs):
    """The figure that is meant; its cell is stated by the dimensions."""

    indicator = fields.String(required=True, metadata={"example": "employment_rate"})


class DataSetSchema(ma.Schema):
    """A published table in short."""

    id = fields.String(metadata={"example": "graduate-outcomes"})
    titles = fields.Nested(TextsSchema)
    descriptions = fields.Nested(TextsSchema)
    keywords = fields.List(fields.String())
    version = fields.String(metadata={"description": "the newest, or the one asked for"})
    issued = fields.String()
    provisional = fields.Boolean()
    synthetic = fields.Boolean()
    cells = fields.Integer()
    dimensions = fields.List(fields.String())
    indicators = fields.List(fields.String())
    links = fields.Dict(keys=fields.String(), values=fields.String())


class DataSetsSchema(ma.Schema):
    data_sets = fields.List(fields.Nested(DataSetSchema))


class DataSetVersionSchema(ma.Schema):
    version = fields.String()
    issued = fields.String()
    synthetic = fields.Boolean()
    digest = fields.String(metadata={"description": "SHA-256 of the release's manifest"})


class DataSetVersionsSchema(ma.Schema):
    data_set = fields.String()
    versions = fields.List(
        fields.Nested(DataSetVersionSchema), metadata={"description": "newest first"}
    )


class MemberSchema(ma.Schema):
    code = fields.String()
    labels = fields.Nested(TextsSchema)
    level = fields.String(metadata={"description": "the depth's name, such as broad"})
    parent = fields.String(allow_none=True)


class DimensionSchema(ma.Schema):
    id = fields.String()
    labels = fields.Nested(TextsSchema)
    classification = fields.String()
    ordered = fields.Boolean(metadata={"description": "whether gt, gte, lt and lte may be asked"})
    levels = fields.List(fields.String())
    members = fields.List(fields.Nested(MemberSchema))


class IndicatorSchema(ma.Schema):
    """A measure and everything that is needed to use it rightly."""

    id = fields.String()
    labels = fields.Nested(TextsSchema)
    unit = fields.String()
    decimals = fields.Integer()
    definition = fields.Nested(TextsSchema)
    formula = fields.String()
    source = fields.String()
    caveats = fields.Nested(TextsSchema)
    do_not_use_for = fields.Nested(TextsSchema)
    method = fields.String(allow_none=True)


class MetaSchema(PublishedSchema):
    versions = fields.Nested(MadeBySchema)
    titles = fields.Nested(TextsSchema)
    descriptions = fields.Nested(TextsSchema)
    dimensions = fields.List(fields.Nested(DimensionSchema))
    indicators = fields.List(fields.Nested(IndicatorSchema))
    statuses = fields.List(fields.String())
    reasons = fields.Dict(keys=fields.String(), values=fields.Nested(TextsSchema))
    cuts = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        metadata={"description": "the depths by which the table is split together"},
    )


class DataSetChangesSchema(ma.Schema):
    """What differs from the release before; what did not change is not named."""

    data_set = fields.String()
    version = fields.String()
    since = fields.String(allow_none=True, metadata={"description": "the release before"})
    methods = fields.Dict(metadata={"description": "method, models, taxonomies: before and after"})
    change = fields.String(validate=validate.OneOf(["added", "removed", "changed", "unchanged"]))
    dimensions_added = fields.List(fields.String())
    dimensions_removed = fields.List(fields.String())
    indicators_added = fields.List(fields.String())
    indicators_removed = fields.List(fields.String())
    cells_new = fields.Integer()
    cells_gone = fields.Integer()
    figures_revised = fields.Integer()


class EventsReadSchema(ma.Schema):
    topic = fields.String()
    partition = fields.Integer()
    next_offset = fields.Integer(metadata={"description": "events before it are in the figures"})


class ReleaseOfFigureSchema(ma.Schema):
    version = fields.String()
    issued = fields.String()
    digest = fields.String()


class LineageSchema(PublishedSchema):
    """Where a figure comes from."""

    versions = fields.Nested(MadeBySchema)
    release = fields.Nested(
        ReleaseOfFigureSchema, allow_none=True, metadata={"description": "null for live figures"}
    )
    cell = fields.Dict(keys=fields.String(), values=fields.String())
    labels = fields.Dict(keys=fields.String(), values=fields.Nested(TextsSchema))
    indicator = fields.Nested(IndicatorSchema)
    figure = fields.Nested(FigureAnswerSchema)
    reason = fields.Nested(TextsSchema, allow_none=True)
    events = fields.List(fields.Nested(EventsReadSchema))
    sources = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "organisations that gave graduates, and vacancies"},
    )
    links = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "query: gives the figure; feedback: reports of doubt"},
    )
