"""What may be asked of matching and what it answers."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from shared.text import tidy

LONGEST_TEXT, MOST_MATCHES = 500, 100


class Text(fields.String):
    """Text in one spelling."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return tidy(super()._deserialize(value, attr, data, **kwargs))


class ProviderArgs(ma.Schema):
    """Whose record: an operator must say, everybody else asks for their own."""

    provider = fields.String(
        load_default=None,
        validate=validate.Length(1, 100),
        metadata={"description": "organisation id; for operators"},
    )


class RankingArgs(ProviderArgs):
    """Whose record, and how many matches."""

    limit = fields.Integer(load_default=20, validate=validate.Range(1, MOST_MATCHES))


class LabelsSchema(ma.Schema):
    th = fields.String()
    en = fields.String()


class CodeSchema(ma.Schema):
    """A code of a classification and its names."""

    code = fields.String()
    labels = fields.Nested(LabelsSchema)


class CodingSchema(CodeSchema):
    """A code, and where it came from: given, coded from text, or uncoded."""

    status = fields.String()
    code = fields.String(allow_none=True)
    labels = fields.Nested(LabelsSchema, allow_none=True)
    probability = fields.Float(allow_none=True)
    evidence = fields.String(allow_none=True)


class SkillSchema(ma.Schema):
    """An ESCO skill."""

    id = fields.String()
    label = fields.String(metadata={"description": "ESCO's preferred label, in English"})


class ContributionSchema(ma.Schema):
    fact = fields.String()
    amount = fields.Float()


class NearestChangeSchema(ma.Schema):
    """The smallest change of one fact that would turn a verdict round."""

    fact = fields.String()
    value = fields.String()
    probability = fields.Float(
        allow_none=True, metadata={"description": "of a mismatch, after the change"}
    )
    explanation = fields.Nested(LabelsSchema)


class JudgementSchema(ma.Schema):
    """One method's answer on one dimension of mismatch, with its reasons."""

    dimension = fields.String()
    method = fields.String()
    verdict = fields.String()
    direction = fields.String(allow_none=True)
    probability = fields.Float(allow_none=True)
    contributions = fields.List(fields.Nested(ContributionSchema))
    missing = fields.List(fields.String())
    would_sharpen = fields.List(
        fields.String(), metadata={"description": "unknown facts that would make it surer"}
    )
    nearest_change = fields.Nested(NearestChangeSchema, allow_none=True)
    explanation = fields.Nested(LabelsSchema)


class VacancyAssessmentSchema(ma.Schema):
    """What matching made of a vacancy."""

    record = fields.String()
    version = fields.Integer(metadata={"description": "of the record as it was posted"})
    revision = fields.Integer(metadata={"description": "times it was assessed anew since"})
    synthetic = fields.Boolean()
    occupation = fields.Nested(CodingSchema)
    skills = fields.List(fields.Nested(SkillSchema))
    skills_unrecognised = fields.List(fields.String())
    versions = fields.Dict(keys=fields.String(), values=fields.String())


class GraduateAssessmentSchema(VacancyAssessmentSchema):
    """What matching made of a graduate, with a judgement from every method."""

    field = fields.Nested(CodingSchema)
    judgements = fields.List(fields.Nested(JudgementSchema))


class PartSchema(ma.Schema):
    """One fact's say in a score."""

    fact = fields.String()
    weight = fields.Float()
    fit = fields.Float(allow_none=True, metadata={"description": "0–1; null: not known"})
    contribution = fields.Float()
    reason = fields.Nested(LabelsSchema)


class MatchSchema(ma.Schema):
    """How well two sides fit; the score is the sum of all contributions."""

    score = fields.Float(
        allow_none=True, metadata={"description": "0–1; null: nothing is known on both sides"}
    )
    coverage = fields.Float(metadata={"description": "share of all weight that is known"})
    parts = fields.List(fields.Nested(PartSchema))
    skills_met = fields.List(fields.Nested(SkillSchema))
    synthetic = fields.Boolean()


class VacancyMatchSchema(MatchSchema):
    """A vacancy as it was advertised, and how well it fits."""

    employer = fields.String()
    reference = fields.String()
    title = fields.String()
    occupation = fields.Nested(CodingSchema)
    region = fields.Nested(CodeSchema, allow_none=True)
    level_required = fields.Integer(allow_none=True)
    posted_on = fields.String()
    closes_on = fields.String(allow_none=True)
    skills_missing = fields.List(fields.Nested(SkillSchema))


class GraduateMatchSchema(MatchSchema):
    """A graduate under an id of this vacancy's own, and how well he or she fits."""

    match_id = fields.String()
    field = fields.Nested(CodeSchema, allow_none=True)
    level = fields.Integer(allow_none=True)
    graduation_year = fields.Integer(allow_none=True)


class RankingSchema(ma.Schema):
    """What every ranking says of itself."""

    as_of = fields.String(metadata={"description": "date on which vacancies had to be open"})
    considered = fields.Integer(
        metadata={"description": "records that the best were sought among; none is left out"}
    )
    synthetic = fields.Boolean(metadata={"description": "true: made-up records had a part in it"})
    versions = fields.Dict(keys=fields.String(), values=fields.String())


class VacancyRankingSchema(RankingSchema):
    """Vacancies for a graduate, best first."""

    graduate = fields.String()
    vacancies = fields.List(fields.Nested(VacancyMatchSchema))


class GraduateRankingSchema(RankingSchema):
    """Graduates for a vacancy, best first; for operators."""

    vacancy = fields.String()
    graduates = fields.List(fields.Nested(GraduateMatchSchema))


class FittingTotalSchema(ma.Schema):
    """All graduates who fit, to the nearest 5; withheld under 10."""

    count = fields.Integer(allow_none=True)
    status = fields.String(metadata={"description": "shown, or withheld"})


class FittingGroupSchema(ma.Schema):
    """Graduates of one broad field in one province; null: not known."""

    region = fields.Nested(CodeSchema, allow_none=True)
    field = fields.Nested(CodeSchema, allow_none=True)
    count = fields.Integer(metadata={"description": "to the nearest 5"})


class FittingSchema(ma.Schema):
    """How many graduates fit a vacancy by field, level, skills, occupation and place.

    Groups under 10 are not listed, and whether there are any is not told. Counts are rounded one
    by one, so that they need not add up.
    """

    vacancy = fields.String()
    as_of = fields.String()
    considered = fields.Integer(
        allow_none=True,
        metadata={"description": "graduates who were looked at, in full hundreds; null: under 100"},
    )
    total = fields.Nested(FittingTotalSchema)
    groups = fields.List(
        fields.Nested(FittingGroupSchema), metadata={"description": "by province and field"}
    )
    synthetic = fields.Boolean(metadata={"description": "true: made-up records had a part in it"})
    versions = fields.Dict(keys=fields.String(), values=fields.String())
