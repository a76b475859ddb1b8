"""A graduate beside a job, told by codes or kept as an assessment: what judging starts from."""

from collections.abc import Mapping
from typing import Any

from services.matching.domain import CodedGraduate, GraduateFacts
from services.matching.mismatch import MatchFacts
from shared.contracts import AssessedGraduate, Pay
from shared.taxonomy import skills as esco

_CODED = ("field", "occupation", "industry")
_SETS = ("skills", "skills_required")


def pair_facts(graduate: Mapping[str, Any], job: Mapping[str, Any]) -> MatchFacts:
    """The facts of one pair as `PairSchema` loads it; who is beside a job counts as in it."""
    told = {**graduate, **job}
    pay, region = told.pop("pay"), told.pop("region")
    for name in _CODED:
        told[name] = frozenset(() if told[name] is None else (told[name],))
    for name in _SETS:
        told[name] = frozenset(told[name])
    return MatchFacts(
        employed=True,
        pay=Pay(**pay) if pay else None,
        country=region[:2] if region else None,
        **told,
    )


def as_coded(assessed: AssessedGraduate | GraduateFacts) -> CodedGraduate:
    """The graduate as he or she was judged."""
    occupation = assessed.occupation.code
    return CodedGraduate(
        record=assessed.record,
        field=assessed.field.code,
        occupation=occupation,
        skills=frozenset(assessed.skills),
        required_skills=esco.core_skills(occupation) if occupation else frozenset(),
    )
