"""What is asked and answered about persons' rights: erasures, receipts, exports."""

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.answers import KeptSchema
from services.ingestion.schemas.batches import RowResultSchema
from services.ingestion.schemas.fields import Text
from shared.web.auditing import AuditEntrySchema

MOST_REFERENCES = 10_000
_STATES = ("gone", "told", "waiting", "by", "not_known")


class ErasuresSchema(ma.Schema):
    """Whose records are to be erased."""

    references = fields.List(
        Text(longest=200),
        required=True,
        validate=validate.Length(1, MOST_REFERENCES),
        metadata={"description": "the provider's own references, or pseudonyms"},
    )


class PlaceSchema(ma.Schema):
    """One place that held the records."""

    place = fields.String()
    state = fields.String(
        validate=validate.OneOf(_STATES),
        metadata={"description": "by: gone at the latest at that time; not_known: cannot be told"},
    )
    at = fields.String(allow_none=True)
    waiting = fields.Integer(metadata={"description": "tombstones still to be told"})
    about = fields.Dict(keys=fields.String(), values=fields.String())


class ReceiptSchema(ma.Schema):
    """Proof of an erasure, which stays; it names nobody."""

    receipt = fields.String()
    kind = fields.String()
    reason = fields.String(validate=validate.OneOf(["asked", "retention"]))
    asked = fields.Integer(metadata={"description": "different records asked for"})
    erased = fields.Integer(metadata={"description": "of which so many were kept"})
    erased_at = fields.String()


class ProgressSchema(ReceiptSchema):
    """A receipt, and how far the erasure is in each place."""

    places = fields.List(fields.Nested(PlaceSchema))


class ErasedSchema(ma.Schema):
    """What became of one reference."""

    status = fields.String(validate=validate.OneOf(["erased", "unknown"]))
    record = fields.String(metadata={"description": "the pseudonym"})
    version = fields.Integer(allow_none=True, metadata={"description": "the tombstone's"})


class ErasureResultsSchema(ProgressSchema):
    """A receipt with one result per reference, in the order asked."""

    results = fields.List(fields.Nested(ErasedSchema))


class GraduateErasureSchema(ProgressSchema):
    """The receipt of one graduate's erasure; the tombstone's version goes to every service."""

    record = fields.String()
    version = fields.Integer(allow_none=True)


class ReceiptPageSchema(ma.Schema):
    """Some of one's own receipts, newest first, and where to go on."""

    erasures = fields.List(fields.Nested(ReceiptSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


class ElsewhereSchema(ma.Schema):
    """What another place holds under the pseudonym, and how to ask it."""

    place = fields.String()
    ask = fields.String(allow_none=True)
    about = fields.Dict(keys=fields.String(), values=fields.String())


class BatchOfRecordSchema(ma.Schema):
    """The uploaded file that the record last came in."""

    id = fields.String()
    name = fields.String()
    created_at = fields.String()


class RowOfRecordSchema(RowResultSchema):
    """A row of an uploaded file about the record, as long as its results are kept."""

    batch = fields.String()
    cells = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "of a rejected row, by column"},
    )
    text = fields.String(metadata={"description": "of a row that could not be taken apart"})


class ExportSchema(ma.Schema):
    """All that the front door holds under one reference."""

    provider = fields.String()
    record = fields.String()
    made_at = fields.String()
    kept_until = fields.String(
        allow_none=True, metadata={"description": "erased after this day; null: not limited"}
    )
    held = fields.Nested(
        KeptSchema, allow_none=True, metadata={"description": "null: erased, or never kept"}
    )
    version = fields.Integer(allow_none=True, metadata={"description": "null: never kept"})
    changed_at = fields.String(
        allow_none=True, metadata={"description": "when this version came or was erased"}
    )
    rows = fields.List(fields.Nested(RowOfRecordSchema))
    batches = fields.List(fields.Nested(BatchOfRecordSchema))
    erasures = fields.List(fields.Nested(ReceiptSchema))
    audit = fields.List(fields.Nested(AuditEntrySchema))
    audit_is_whole = fields.Boolean(
        metadata={"description": "false: older entries are at /v1/audit?record="}
    )
    elsewhere = fields.List(fields.Nested(ElsewhereSchema))
