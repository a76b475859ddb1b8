"""What the addresses of pages may carry beside what the API takes."""

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.batches import BatchPageArgs, FileArgs, ResultPageArgs


class _InLanguage(ma.Schema):
    lang = fields.String(metadata={"description": "th or en; anything else is ignored"})


class UploadsArgs(BatchPageArgs, _InLanguage):
    """Which uploads."""


class UploadArgs(ResultPageArgs, _InLanguage):
    """Which rows of an upload."""

    of = fields.String(
        validate=validate.Length(max=64),
        metadata={"description": "the upload that this one tries out"},
    )


class MendArgs(FileArgs, _InLanguage):
    """The form of the file."""
