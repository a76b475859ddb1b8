"""What a doubt may say, and what is answered."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.feedback.doubts import OUTCOMES, STATUSES
from shared.identifiers import mask, personal_identifier
from shared.taxonomy import isced_f, isco
from shared.text import tidy
from shared.web.faults import fault
from shared.web.fields import TrueOrFalse

LONGEST_MESSAGE, LONGEST_ANSWER, LONGEST_TEXT, LONGEST_NAME = 2_000, 4_000, 500, 100
MOST_DIMENSIONS, MOST_SHOWN, LARGEST_NUMBER = 20, 200, 2**31 - 1
CLASSIFICATIONS = {"ISCO-08": isco.is_code, "ISCED-F 2013": isced_f.is_code}

_NAME = validate.Length(1, LONGEST_NAME)
_NEEDED = {"data_set": "indicator", "classification": "code"}


class Text(fields.String):
    """Text in one spelling, in which nobody's identifier may stand."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = tidy(super()._deserialize(value, attr, data, **kwargs))
        kind = personal_identifier(text)
        if kind:
            raise ma.ValidationError([fault("personal_identifier", kind=kind)])
        return text


class MaskedText(fields.String):
    """Text that was coded: identifiers are masked, as they were when it came in."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return mask(tidy(super()._deserialize(value, attr, data, **kwargs)))


class AboutSchema(ma.Schema):
    """A published figure, or the code that a text was given."""

    data_set = fields.String(validate=_NAME, metadata={"example": "graduate-outcomes"})
    version = fields.String(
        validate=_NAME, metadata={"description": "a release, a pin or live; latest unless stated"}
    )
    indicator = fields.String(validate=_NAME, metadata={"example": "employment_rate"})
    cell = fields.Dict(
        keys=fields.String(validate=_NAME),
        values=fields.String(validate=_NAME),
        validate=validate.Length(max=MOST_DIMENSIONS),
        metadata={"description": "dimension -> code; those not named are everything together"},
    )
    classification = fields.String(validate=validate.OneOf(list(CLASSIFICATIONS)))
    text = MaskedText(
        validate=validate.Length(1, LONGEST_TEXT), metadata={"description": "what was coded"}
    )
    code = fields.String(validate=_NAME, metadata={"description": "the code that is doubted"})

    @ma.validates_schema
    def _check(self, about: dict[str, Any], **_: Any) -> None:
        if ("data_set" in about) == ("classification" in about):
            raise ma.ValidationError([fault("either", one="data_set", other="classification")])
        kind = "data_set" if "data_set" in about else "classification"
        if _NEEDED[kind] not in about:
            raise ma.ValidationError([fault("required")], _NEEDED[kind])
        of_code = "classification", "text", "code"
        others = of_code if kind == "data_set" else ("version", "indicator", "cell")
        faults = {
            name: [fault("only_with", other=_other(kind))] for name in others if name in about
        }
        classification, code = about.get("classification", ""), about.get("code", "")
        if not faults and classification and not CLASSIFICATIONS[classification](code):
            unknown = fault("unknown_code", value=code, classification=classification)
            faults = {"code": [unknown]}
        if faults:
            raise ma.ValidationError(faults)


class DoubtSchema(ma.Schema):
    """A doubt in the reader's own words. Leave out names, addresses and telephone numbers."""

    about = fields.Nested(AboutSchema, required=True)
    message = Text(
        required=True,
        validate=validate.Length(1, LONGEST_MESSAGE),
        metadata={"description": "may be shown with the answer"},
    )
    language = fields.String(load_default="th", validate=validate.OneOf(["th", "en"]))


class BothLanguagesSchema(ma.Schema):
    """An answer in Thai and English."""

    th = Text(required=True, validate=validate.Length(1, LONGEST_ANSWER))
    en = Text(required=True, validate=validate.Length(1, LONGEST_ANSWER))


class AnswerSchema(ma.Schema):
    """What became of a doubt."""

    outcome = fields.String(
        required=True,
        validate=validate.OneOf(OUTCOMES),
        metadata={
            "description": "corrected: it was wrong and is or will be put right; confirmed: it is "
            "right; declined: it cannot be looked into"
        },
    )
    answer = fields.Nested(BothLanguagesSchema, required=True)
    shows_message = TrueOrFalse(
        load_default=True,
        metadata={"description": "false: the reader's words name somebody, say, and stay hidden"},
    )


class WantedArgs(ma.Schema):
    """Which doubts, newest first."""

    data_set = fields.String(validate=_NAME)
    indicator = fields.String(validate=_NAME)
    classification = fields.String(validate=validate.OneOf(list(CLASSIFICATIONS)))
    status = fields.String(validate=validate.OneOf(STATUSES))
    cursor = fields.Integer(load_default=None, validate=validate.Range(1, LARGEST_NUMBER))
    limit = fields.Integer(load_default=50, validate=validate.Range(1, MOST_SHOWN))


class KeptAboutSchema(ma.Schema):
    """What a doubt is about, with the version that was meant."""

    data_set = fields.String()
    version = fields.String()
    indicator = fields.String()
    cell = fields.Dict(keys=fields.String(), values=fields.String())
    classification = fields.String()
    text = fields.String()
    code = fields.String()


class KeptDoubtSchema(ma.Schema):
    """A doubt and what became of it."""

    reference = fields.String(metadata={"description": "by which it can be asked for"})
    received_at = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    about = fields.Nested(KeptAboutSchema)
    language = fields.String()
    message = fields.String(
        allow_none=True, metadata={"description": "null: not shown, or not before the answer"}
    )
    outcome = fields.String(allow_none=True, validate=validate.OneOf(OUTCOMES))
    answer = fields.Nested(BothLanguagesSchema, allow_none=True)
    answered_at = fields.String(allow_none=True)


class DoubtPageSchema(ma.Schema):
    """Some doubts, newest first, how many there are in all, and where to go on."""

    feedback = fields.List(fields.Nested(KeptDoubtSchema))
    counts = fields.Dict(
        keys=fields.String(validate=validate.OneOf(STATUSES)), values=fields.Integer()
    )
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


def _other(kind: str) -> str:
    return "classification" if kind == "data_set" else "data_set"
