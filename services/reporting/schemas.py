"""What reports look like, for their documentation; `answers` makes exactly this."""

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.methods import DIMENSIONS


class LabelsSchema(ma.Schema):
    th = fields.String()
    en = fields.String()


class ReasonSchema(LabelsSchema):
    """Why a figure has no value, or less weight."""

    code = fields.String()


class IntervalSchema(ma.Schema):
    """Bounds of a value; null is an open end."""

    low = fields.Float(allow_none=True)
    high = fields.Float(allow_none=True)
    confidence = fields.Float()


class FigureSchema(ma.Schema):
    """A value and how far to trust it."""

    measure = fields.String(
        metadata={
            "description": "graduates, seekers, vacancies, openings: counts; tightness: openings "
            "per seeker; share_gap: share of openings less share of graduates; over, under, "
            "mismatch: shares of those judged; share, demand_share, supply_share; kappa"
        }
    )
    dimension = fields.String(allow_none=True, validate=validate.OneOf(DIMENSIONS))
    method = fields.String(allow_none=True)
    value = fields.Float(allow_none=True)
    n = fields.Integer(allow_none=True, metadata={"description": "records it rests on"})
    interval = fields.Nested(IntervalSchema, allow_none=True)
    status = fields.String(
        validate=validate.OneOf(
            ["ok", "low", "suppressed", "not_applicable", "insufficient_evidence"]
        )
    )
    reason = fields.Nested(ReasonSchema, allow_none=True)
    coverage = fields.Float(
        allow_none=True, metadata={"description": "share of the base with the facts needed"}
    )
    uncoded = fields.Float(
        allow_none=True, metadata={"description": "share of the base without a code needed"}
    )


class GroupSchema(ma.Schema):
    """A code and its names; a null code gathers the records whose group is not known."""

    code = fields.Raw(allow_none=True)
    labels = fields.Nested(LabelsSchema)


class RowSchema(ma.Schema):
    """The figures of one group."""

    group = fields.Dict(keys=fields.String(), values=fields.Nested(GroupSchema))
    figures = fields.List(fields.Nested(FigureSchema))


class TableSchema(ma.Schema):
    """Groups in the order of their codes, and all of them together."""

    rows = fields.List(fields.Nested(RowSchema))
    total = fields.Nested(RowSchema)


class VersionsSchema(ma.Schema):
    """What the figures were made with."""

    method = fields.String()
    taxonomy = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    model = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    data = fields.String(
        allow_none=True, metadata={"description": "when the newest assessment was made"}
    )


class ReportSchema(ma.Schema):
    """What all reports say of themselves."""

    report = fields.String()
    generated_at = fields.String()
    synthetic = fields.Boolean(metadata={"description": "a synthetic record is among its data"})
    versions = fields.Nested(VersionsSchema)
    selection = fields.Dict(metadata={"description": "the parameters as they were understood"})
    agreement = fields.List(
        fields.Nested(FigureSchema), metadata={"description": "of the methods, two by two"}
    )
    notes = fields.List(fields.Nested(ReasonSchema))


class GroupedReportSchema(ReportSchema, TableSchema):
    """A report of one table."""


class OccupationReportSchema(ReportSchema):
    """A report of several tables on one occupation."""

    code = fields.String()
    labels = fields.Nested(LabelsSchema)
    tables = fields.Dict(
        keys=fields.String(
            validate=validate.OneOf(["market", "mismatch", "fields", "levels", "regions", "skills"])
        ),
        values=fields.Nested(TableSchema),
    )
