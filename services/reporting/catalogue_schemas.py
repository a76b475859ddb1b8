"""What may be asked of the catalogue, and what its answers look like."""

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.catalogue.serialized import WRITERS


class CatalogueArgs(ma.Schema):
    format = fields.String(
        validate=validate.OneOf(list(WRITERS)),
        metadata={"description": "before what Accept says"},
    )


class PackageArgs(ma.Schema):
    """CKAN takes whatever else a caller sends."""

    class Meta:
        unknown = ma.EXCLUDE

    id = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata={"description": "a name that package_list gives", "example": "graduate-outcomes"},
    )


class VersionArgs(ma.Schema):
    version = fields.String(
        validate=validate.Length(1, 40),
        metadata={"description": "latest, live, 1.2.0 or a pin such as 1.*"},
    )


class GdcFieldSchema(ma.Schema):
    name = fields.String(metadata={"description": "in the catalogue's own schema"})
    th = fields.String()
    en = fields.String()
    value = fields.Raw(metadata={"description": "text, or a list of the schema's choices"})


class GdcTableSchema(ma.Schema):
    id = fields.String()
    fields_ = fields.List(fields.Nested(GdcFieldSchema), data_key="fields", attribute="fields")


class GdcSchema(ma.Schema):
    """Thai Government Data Catalog: its fields for each table."""

    data_sets = fields.List(fields.Nested(GdcTableSchema))


class ActionSchema(ma.Schema):
    """What every action of CKAN's interface answers."""

    help = fields.String()
    success = fields.Boolean()


class PackageListSchema(ActionSchema):
    result = fields.List(fields.String())


class PackageSchema(ActionSchema):
    result = fields.Dict(metadata={"description": "a package as CKAN describes it"})
    error = fields.Dict(metadata={"description": "instead of a result: __type and message"})
