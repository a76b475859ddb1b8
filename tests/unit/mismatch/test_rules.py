"""The judgements by rule, and the laws they keep."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.mismatch import MatchFacts
from services.matching.mismatch.rules import (
    RULES,
    field_rule,
    judge_by_rules,
    normative_a,
    normative_b,
    self_reported_field,
    self_reported_level,
)
from services.matching.mismatch.skills import skill_rule
from tests.unit.mismatch import strategies

UNKNOWN = MatchFacts()
REMOVABLE = [spec.name for spec in fields(MatchFacts) if spec.name != "stated_by"]
A_BACHELOR = MatchFacts(employed=True, level=6)


def one(code: str) -> frozenset[str]:
    return frozenset((code,))


@given(strategies.facts, st.sampled_from(REMOVABLE))
def test_removing_a_fact_leaves_the_verdict_or_makes_it_insufficient_evidence(
    facts: MatchFacts, removed: str
) -> None:
    poorer = replace(facts, **{removed: getattr(UNKNOWN, removed)})
    for rule in RULES:
        verdict = rule(poorer).verdict
        assert verdict in (rule(facts).verdict, "insufficient_evidence")


@given(strategies.facts)
def test_a_verdict_needs_a_job_and_insufficient_evidence_says_what_is_missing(
    facts: MatchFacts,
) -> None:
    for judgement in judge_by_rules(facts):
        if judgement.verdict in ("match", "mismatch"):
            assert facts.employed
            assert not judgement.missing
            assert judgement.contributions
        assert judgement.explanation.keys() == {"en", "th"}


@given(strategies.facts)
def test_a_vertical_mismatch_is_either_over_or_under_and_a_match_neither(facts: MatchFacts) -> None:
    for rule in (normative_a, normative_b, self_reported_level):
        judgement = rule(facts)
        assert (judgement.direction is not None) == (judgement.verdict == "mismatch")
        if judgement.contributions:
            gap = judgement.contributions[0].amount
            assert (gap > 0) == (judgement.direction == "over")
            assert (gap < 0) == (judgement.direction == "under")


@given(strategies.facts, st.integers(0, 8), st.integers(0, 8))
def test_a_larger_own_level_never_lowers_over_education(
    facts: MatchFacts, one_level: int, another: int
) -> None:
    lower, higher = sorted((one_level, another))
    for rule in (normative_a, normative_b):
        below, above = (rule(replace(facts, level=level)) for level in (lower, higher))
        assert below.direction != "over" or above.direction == "over"
        if below.contributions:
            assert below.contributions[0].amount <= above.contributions[0].amount


@pytest.mark.parametrize(
    ("level", "occupation", "map_a", "map_b"),
    [
        (6, "5223", "over", "over"),
        (6, "2512", None, None),
        (6, "33", "over", None),
        (5, "2", "under", None),
        (2, "4110", None, "under"),
        (2, "9", "over", None),
        (8, "1", None, None),
    ],
)
def test_the_two_maps_place_the_level(
    level: int, occupation: str, map_a: str | None, map_b: str | None
) -> None:
    facts = MatchFacts(employed=True, level=level, occupation=one(occupation))
    assert normative_a(facts).direction == map_a
    assert normative_b(facts).direction == map_b


def test_the_armed_forces_have_no_level_to_compare_with() -> None:
    facts = replace(A_BACHELOR, occupation=one("0210"))
    assert normative_b(facts).verdict == "not_applicable"


def test_who_does_not_work_is_not_judged() -> None:
    facts = MatchFacts(employed=False, level=6, field=one("0613"), occupation=one("2512"))
    assert {judgement.verdict for judgement in judge_by_rules(facts)} == {"not_applicable"}


def test_the_own_answer_on_the_level_required_is_compared_with_the_own_level() -> None:
    assert self_reported_level(replace(A_BACHELOR, level_required=3)).direction == "over"
    assert self_reported_level(replace(A_BACHELOR, level_required=6)).verdict == "match"
    assert self_reported_level(replace(A_BACHELOR, level_required=7)).direction == "under"
    assert self_reported_level(A_BACHELOR).missing == ("level_required",)


def test_a_level_stated_by_the_employer_is_not_called_self_reported() -> None:
    facts = replace(A_BACHELOR, level_required=3, stated_by="employer")
    assert self_reported_level(facts).method == "employer_stated"
    assert self_reported_field(facts).verdict == "not_applicable"


@pytest.mark.parametrize(
    ("relation", "verdict"), [("close", "match"), ("partial", "match"), ("none", "mismatch")]
)
def test_only_an_unrelated_job_is_a_self_reported_field_mismatch(
    relation: str, verdict: str
) -> None:
    assert self_reported_field(replace(A_BACHELOR, job_relation=relation)).verdict == verdict


@pytest.mark.parametrize(
    ("field", "occupation", "verdict"),
    [
        ("0613", "2512", "match"),
        ("0613", "251", "match"),
        ("02", "2512", "mismatch"),
        ("0613", "25", "insufficient_evidence"),
        ("00", "2512", "insufficient_evidence"),
        ("0613", "0110", "insufficient_evidence"),
    ],
)
def test_a_field_matches_when_the_minor_group_permits_it(
    field: str, occupation: str, verdict: str
) -> None:
    facts = replace(A_BACHELOR, field=one(field), occupation=one(occupation))
    assert field_rule(facts).verdict == verdict


def test_a_field_known_only_as_one_of_several_is_not_judged_by_rule() -> None:
    facts = replace(A_BACHELOR, field=frozenset(("03", "04")), occupation=one("2411"))
    assert field_rule(facts).missing == ("field",)


def test_the_skill_rule_counts_required_skills_alike_and_names_the_missing() -> None:
    judgement = skill_rule(
        MatchFacts(
            employed=True,
            skills=frozenset(("reading", "welding")),
            skills_required=frozenset(("reading", "writing", "reckoning")),
        )
    )
    assert judgement.verdict == "mismatch"
    assert sum(part.amount for part in judgement.contributions) == pytest.approx(1 / 3)
    assert {part.fact for part in judgement.contributions if not part.amount} == {
        "writing",
        "reckoning",
    }
    assert "writing" in judgement.explanation["th"]


@given(strategies.facts, st.sampled_from(strategies.SKILLS))
def test_one_more_skill_never_makes_a_mismatch(facts: MatchFacts, skill: str) -> None:
    richer = replace(facts, skills=facts.skills | {skill})
    if skill_rule(facts).verdict == "match":
        assert skill_rule(richer).verdict == "match"
