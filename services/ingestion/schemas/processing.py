"""The register of processing, as it is answered."""

import marshmallow as ma
from marshmallow import fields


class BothSchema(ma.Schema):
    """A sentence in both languages."""

    th = fields.String()
    en = fields.String()


class NamedSchema(BothSchema):
    """Something the register tells of."""

    id = fields.String()


class BasisSchema(BothSchema):
    """A legal basis: the section of the act."""

    section = fields.String()


class PurposeSchema(NamedSchema):
    """What data is processed for, and on what basis."""

    bases = fields.List(fields.Nested(BasisSchema))


class FieldSchema(BothSchema):
    """One field that is kept of a person."""

    name = fields.String()
    category = fields.String()


class RightSchema(BasisSchema):
    """A right, and how its holder's university uses it here."""

    how = fields.String(allow_none=True)


class PeriodSchema(BothSchema):
    """How long something is kept; neither years nor days: without an end."""

    what = fields.String()
    years = fields.Integer(allow_none=True)
    days = fields.Integer()


class ControllerSchema(ma.Schema):
    """Who answers for the processing."""

    name = fields.String()
    contact = fields.String(allow_none=True)


class ProcessingSchema(ma.Schema):
    """The record of processing activities of PDPA section 39."""

    law = fields.Nested(BothSchema)
    record_of_processing = fields.String(metadata={"description": "the section that asks for it"})
    controller = fields.Nested(ControllerSchema)
    purposes = fields.List(fields.Nested(PurposeSchema))
    sensitive = fields.Nested(BasisSchema)
    subjects = fields.List(fields.Nested(NamedSchema))
    categories = fields.Dict(keys=fields.String(), values=fields.Nested(BothSchema))
    fields_ = fields.List(fields.Nested(FieldSchema), data_key="fields", attribute="fields")
    sources = fields.Nested(BothSchema)
    recipients = fields.List(fields.Nested(NamedSchema))
    storage = fields.List(fields.Nested(NamedSchema))
    retention = fields.List(fields.Nested(PeriodSchema))
    security = fields.List(fields.Nested(NamedSchema))
    rights = fields.List(fields.Nested(RightSchema))
    ask = fields.Nested(BothSchema)
