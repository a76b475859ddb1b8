"""What callers post about mapping profiles, and what they are answered."""

from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.domain import Kind
from shared.web.faults import fault
from shared.web.problem import FaultSchema

_KIND = validate.OneOf(get_args(Kind))
_LONGEST = 64 * 1024
_MOST_ROWS = 500
_ABOUT_PROFILE = {
    "description": "the profile as an object, or as YAML text",
    "oneOf": [{"type": "object"}, {"type": "string", "maxLength": _LONGEST}],
}


class Written(fields.Field[Any]):
    """A profile as an object or as YAML text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata=_ABOUT_PROFILE, **kwargs)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str | dict):
            raise ma.ValidationError("Not a valid mapping type.")
        return value


class NewProfileSchema(ma.Schema):
    """A profile under a name of one's own."""

    name = fields.String(
        required=True,
        validate=validate.Length(1, 64),
        metadata={"description": "lower-case letters, digits, '-' and '_'"},
    )
    profile = Written(required=True)


class ProfileVersionSchema(ma.Schema):
    """The next version of a profile."""

    profile = Written(required=True)


class VersionArgs(ma.Schema):
    """Which version of one's own profile; the newest unless stated."""

    version = fields.Integer(validate=validate.Range(1, 1_000_000))


class ProfilePageArgs(ma.Schema):
    """Paging by cursor."""

    cursor = fields.String(load_default="", validate=validate.Length(max=64))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 200))


class ProfileSchema(ma.Schema):
    """A profile; those that come with the system have neither version nor day."""

    name = fields.String()
    version = fields.Integer(allow_none=True)
    kind = fields.String(validate=_KIND)
    about = fields.String()
    shipped = fields.Boolean(metadata={"description": "comes with the system"})
    recorded_at = fields.String(allow_none=True)
    text = fields.String(metadata={"description": "as it was written; only when one is asked for"})


class DeletedProfileSchema(ma.Schema):
    """The version by which a profile was taken off the list."""

    name = fields.String()
    version = fields.Integer()


class ProfilePageSchema(ma.Schema):
    """One's own profiles and those that come with the system, by name."""

    profiles = fields.List(fields.Nested(ProfileSchema))
    next = fields.String(allow_none=True, metadata={"description": "cursor of the next page"})


def _is_row(row: Any) -> None:
    if not isinstance(row, dict | list):
        raise ma.ValidationError([fault("not_object")])


class SampleRowsSchema(ma.Schema):
    """Some rows: objects, or lists of cells below a header."""

    header = fields.List(fields.String(), load_default=list, validate=validate.Length(max=5_000))
    rows = fields.List(
        fields.Raw(
            validate=_is_row,
            metadata={"oneOf": [{"type": "object"}, {"type": "array", "items": {}}]},
        ),
        required=True,
        validate=validate.Length(1, _MOST_ROWS),
    )


class ProfileTrialSchema(SampleRowsSchema):
    """A profile, by name or as it is written, and rows to try it on."""

    name = fields.String(validate=validate.Length(1, 64))
    profile = Written()
    as_of = fields.Date(metadata={"description": "the day the file was made"})


class FoundFaultSchema(FaultSchema):
    """One faulty field of a row, with the file's text."""

    found = fields.String()


class RowPreviewSchema(ma.Schema):
    """What would become of a row."""

    row = fields.Integer()
    record = fields.Dict(metadata={"description": "the record as it would be posted"})
    errors = fields.List(fields.Nested(FoundFaultSchema))
    unread = fields.List(
        fields.String(), metadata={"description": "fields whose text would be left out"}
    )


class ProfileTrialAnswerSchema(ma.Schema):
    """A preview of each row; nothing was kept."""

    kind = fields.String(validate=_KIND)
    rows = fields.List(fields.Nested(RowPreviewSchema))


class SampleKindArgs(ma.Schema):
    """Of which records."""

    kind = fields.String(required=True, validate=_KIND)


class ColumnReasonSchema(ma.Schema):
    """Why a column seems to be a field."""

    code = fields.String()
    detail = fields.String(metadata={"description": "in the reader's language"})


class ColumnSuggestionSchema(ma.Schema):
    """What one column seems to be."""

    column = fields.String()
    field = fields.String(allow_none=True, metadata={"description": "null: not to be told"})
    confidence = fields.Float(metadata={"description": "0 to 1"})
    reasons = fields.List(fields.Nested(ColumnReasonSchema))
    others = fields.List(fields.String(), metadata={"description": "fields it might be as well"})


class SuggestionSchema(ma.Schema):
    """A proposed profile, to be checked and kept under a name."""

    kind = fields.String(validate=_KIND)
    columns = fields.List(fields.Nested(ColumnSuggestionSchema))
    missing = fields.List(
        fields.String(), metadata={"description": "required fields that no column seems to be"}
    )
    profile = fields.Dict()
    text = fields.String(metadata={"description": "the same as YAML"})


class TemplateArgs(ma.Schema):
    """The form of a template."""

    format = fields.String(load_default="csv", validate=validate.OneOf(["csv", "xlsx"]))


class DictionaryArgs(ma.Schema):
    """The form of a dictionary."""

    format = fields.String(load_default="json", validate=validate.OneOf(["json", "csv", "xlsx"]))


class DictionaryValueSchema(ma.Schema):
    """One value of a field whose values are listed."""

    value = fields.String()
    en = fields.String()
    th = fields.String()


class DictionaryEntrySchema(ma.Schema):
    """One field of the records."""

    name = fields.String()
    label_en = fields.String()
    label_th = fields.String()
    about_en = fields.String()
    about_th = fields.String()
    example = fields.String()
    type = fields.String()
    required = fields.Boolean()
    limits = fields.String()
    values = fields.List(fields.Nested(DictionaryValueSchema))


class DictionarySchema(ma.Schema):
    """Every field that can be posted."""

    kind = fields.String(validate=_KIND)
    fields_ = fields.List(
        fields.Nested(DictionaryEntrySchema), data_key="fields", attribute="fields"
    )
