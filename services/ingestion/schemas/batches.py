"""What is asked and answered about uploads."""

import re
from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.domain import Kind
from services.ingestion.schemas.fields import EraDate
from services.ingestion.store import State
from shared.web.faults import fault

_LAST_POSITION = 2**63 - 1
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")


def _is_sha256(text: str) -> None:
    if not _SHA256.fullmatch(text):
        raise ma.ValidationError([fault("not_sha256")])


class WantedSchema(ma.Schema):
    """What is said of an upload."""

    kind = fields.String(required=True, validate=validate.OneOf(get_args(Kind)))
    profile = fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={"description": "mapping profile; our own template's unless stated"},
    )
    name = fields.String(
        load_default="",
        validate=validate.Length(max=1000),
        metadata={"description": "the file's name, for your own lists"},
    )
    dry_run = fields.Boolean(
        load_default=False, metadata={"description": "check everything, keep nothing"}
    )
    as_of = EraDate(load_default=None)
    size = fields.Integer(
        load_default=None, validate=validate.Range(0), metadata={"description": "bytes, if known"}
    )
    sha256 = fields.String(
        load_default=None, validate=_is_sha256, metadata={"description": "of all bytes, if known"}
    )


class WantedArgs(WantedSchema):
    """The same in the address; `kind` may stand in the body instead."""

    kind = fields.String(load_default=None, validate=validate.OneOf(get_args(Kind)))


class WantedFormSchema(WantedArgs):
    """The same as the fields of a form, and after them the file."""

    file = fields.Raw(required=True, metadata={"type": "string", "format": "binary"})


class CountsSchema(ma.Schema):
    """read = created + updated + unchanged + rejected; `warned` are among those taken."""

    read = fields.Integer()
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.Integer()
    warned = fields.Integer()


class FailureSchema(ma.Schema):
    """Why the file, or its rest, could not be read; rows before were kept and counted."""

    row = fields.Integer(allow_none=True, metadata={"description": "last row that was read"})
    code = fields.String()
    detail = fields.String(metadata={"description": "in the reader's language"})
    messages = fields.Dict(keys=fields.String(), values=fields.String())


class LinksSchema(ma.Schema):
    """Where to go on; those to results are there as long as the results are."""

    self = fields.String()
    content = fields.String()
    quality = fields.String()
    results = fields.String()
    csv = fields.String(metadata={"description": "rows that need mending"})
    xlsx = fields.String(metadata={"description": "rows that need mending"})


class BatchSchema(ma.Schema):
    """An uploaded file and what became of it."""

    id = fields.String()
    kind = fields.String()
    profile = fields.String()
    profile_version = fields.Integer(allow_none=True)
    name = fields.String()
    dry_run = fields.Boolean()
    as_of = fields.String(allow_none=True)
    state = fields.String(
        validate=validate.OneOf(get_args(State)),
        metadata={"description": "finished, failed and cancelled are ends"},
    )
    size = fields.Integer(allow_none=True)
    received_bytes = fields.Integer()
    sha256 = fields.String(allow_none=True)
    same_as = fields.String(
        allow_none=True,
        metadata={"description": "an earlier batch that had the very same content"},
    )
    progress = fields.Float(metadata={"description": "share of the content that was read, 0–1"})
    counts = fields.Nested(CountsSchema)
    reading = fields.Dict(
        allow_none=True,
        metadata={"description": "what the file turned out to be, once it is read"},
    )
    left_out = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        metadata={"description": "by field: texts not understood and left out of taken rows"},
    )
    failure = fields.Nested(FailureSchema, allow_none=True)
    created_at = fields.String()
    received_at = fields.String(allow_none=True)
    finished_at = fields.String(allow_none=True)
    results_until = fields.String(allow_none=True)
    links = fields.Nested(LinksSchema)


class BatchPageSchema(ma.Schema):
    """Some of one's own batches, newest first, and where to go on."""

    batches = fields.List(fields.Nested(BatchSchema))
    next = fields.String(allow_none=True)


class BatchPageArgs(ma.Schema):
    """Paging by cursor."""

    cursor = fields.String(load_default="", validate=validate.Length(max=64))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))


class ContentSchema(ma.Schema):
    """How much of a batch's content is there."""

    received_bytes = fields.Integer()
    complete = fields.Boolean()


class FindingSchema(ma.Schema):
    """One thing about a row."""

    field = fields.String(metadata={"description": "of the record; empty: the row as a whole"})
    found = fields.String(metadata={"description": "personal identifiers are masked"})
    expected = fields.String()
    mend = fields.String(metadata={"description": "how to mend it"})
    code = fields.String()
    message = fields.String()


class RowResultSchema(ma.Schema):
    """A row that was rejected, or taken with a warning."""

    row = fields.Integer(metadata={"description": "as a spreadsheet or an editor numbers it"})
    status = fields.String(validate=validate.OneOf(["rejected", "warned"]))
    findings = fields.List(fields.Nested(FindingSchema))


class ResultPageSchema(ma.Schema):
    """Rows that need a look, in the file's order."""

    results = fields.List(fields.Nested(RowResultSchema))
    next = fields.Integer(allow_none=True)


class ResultPageArgs(ma.Schema):
    """Paging by cursor."""

    cursor = fields.Integer(load_default=0, validate=validate.Range(0, _LAST_POSITION))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class FileArgs(ma.Schema):
    """The form of a file."""

    format = fields.String(load_default="csv", validate=validate.OneOf(["csv", "xlsx"]))


def wanted_fields(posted: dict[str, Any]) -> dict[str, Any]:
    """What was posted in a form, as a schema loads it; raises ValidationError."""
    loaded: dict[str, Any] = WantedSchema().load(posted)
    return loaded
