"""What is said of releases: which there are, and what is in one."""

import marshmallow as ma
from marshmallow import fields


class ReleaseSchema(ma.Schema):
    """A frozen publication."""

    version = fields.String()
    issued = fields.String()
    synthetic = fields.Boolean()
    digest = fields.String(metadata={"description": "SHA-256 of its manifest"})
    positions = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "topic/partition -> next offset; events before it are in it"},
    )
    links = fields.Dict(keys=fields.String(), values=fields.String())


class ReleasesSchema(ma.Schema):
    releases = fields.List(fields.Nested(ReleaseSchema), metadata={"description": "newest first"})


class FileSchema(ma.Schema):
    path = fields.String()
    sha256 = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})
    link = fields.String()


class ManifestSchema(ReleaseSchema):
    """A release with its files and what differs from the one before."""

    changes = fields.Dict()
    files = fields.List(fields.Nested(FileSchema))


class KeySchema(ma.Schema):
    """What a release's signature is checked with."""

    algorithm = fields.String()
    public_key = fields.String(metadata={"description": "raw, in base64"})
