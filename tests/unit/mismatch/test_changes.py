"""What would turn a verdict round, and what would sharpen it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from services.matching.mismatch import GraduateJudge, MatchFacts, MismatchModel
from services.matching.mismatch.changes import nearest_change
from services.matching.mismatch.view import OPTIONAL
from shared.contracts import Judgement
from shared.taxonomy import isced_f, isco
from shared.taxonomy import skills as esco
from tests.unit.mismatch import strategies

AT_THE_TILL = MatchFacts(
    employed=True, level=6, field=frozenset(("0613",)), occupation=frozenset(("5223",))
)
SETS = ("field", "occupation", "industry")


@pytest.fixture(scope="module")
def judge() -> GraduateJudge:
    return GraduateJudge.load()


def one(judge: GraduateJudge, facts: MatchFacts, dimension: str, method: str) -> Judgement:
    [answers] = judge.in_detail([facts])
    return next(a for a in answers if (a.dimension, a.method) == (dimension, method))


def changed(facts: MatchFacts, fact: str, value: str) -> MatchFacts:
    values: dict[str, Any] = {fact: value}
    if fact in SETS:
        values[fact] = frozenset((value,))
    elif fact in ("level", "level_required"):
        values[fact] = int(value)
    elif fact == "skills":
        values[fact] = facts.skills | {value}
    return replace(facts, **values)


@given(facts=strategies.facts)
def test_a_verdict_is_the_other_one_after_the_change_it_names(
    judge: GraduateJudge, facts: MatchFacts
) -> None:
    assert_changes_turn_verdicts_round(judge, facts)


@pytest.mark.parametrize("occupation", sorted(isco.groups(2))[2::5])
def test_so_it_is_where_the_change_is_the_first_optional_fact_known(
    judge: GraduateJudge, occupation: str
) -> None:
    for field in isced_f.groups(2):
        needed = MatchFacts(
            employed=True, field=frozenset((field,)), occupation=frozenset((occupation,))
        )
        assert_changes_turn_verdicts_round(judge, needed)


def assert_changes_turn_verdicts_round(judge: GraduateJudge, facts: MatchFacts) -> None:
    [answers] = judge.in_detail([facts])
    for answer in answers:
        if answer.nearest_change is None:
            continue
        change = answer.nearest_change
        after = one(
            judge, changed(facts, change.fact, change.value), answer.dimension, answer.method
        )
        assert {answer.verdict, after.verdict} == {"match", "mismatch"}
        assert change.explanation.keys() == {"en", "th"}
        if answer.probability is not None:
            assert after.probability == pytest.approx(change.probability, abs=2e-6)


@given(facts=strategies.facts)
def test_only_a_verdict_has_a_change_and_what_would_sharpen_is_not_known(
    judge: GraduateJudge, facts: MatchFacts
) -> None:
    [answers] = judge.in_detail([facts])
    unknown = {
        name.removesuffix("_position")
        for optional in OPTIONAL.values()
        for name, empty in optional.items()
        if getattr(facts, name) == empty
    }
    for answer in answers:
        assert unknown.issuperset(answer.would_sharpen)
        if answer.verdict not in ("match", "mismatch"):
            assert answer.nearest_change is None
            assert not answer.would_sharpen


def test_an_easier_change_is_named_before_new_studies(judge: GraduateJudge) -> None:
    change = one(judge, AT_THE_TILL, "horizontal", "model").nearest_change
    assert change is not None
    assert change.fact in ("contract", "industry", "occupation")


def test_the_level_a_job_would_have_to_require_is_the_own_one(judge: GraduateJudge) -> None:
    facts = replace(AT_THE_TILL, level_required=3, stated_by="employer")
    change = one(judge, facts, "vertical", "employer_stated").nearest_change
    assert change is not None
    assert (change.fact, change.value) == ("level_required", "6")


def test_one_skill_is_named_where_one_is_enough_and_none_where_it_is_not(
    judge: GraduateJudge,
) -> None:
    asked = frozenset(("reading", "writing", "reckoning", "welding"))
    enough = replace(AT_THE_TILL, skills_required=asked, skills=frozenset(("reading",)))
    change = one(judge, enough, "skill", "rule").nearest_change
    assert change is not None
    assert change.value in asked - {"reading"}
    far = replace(AT_THE_TILL, skills_required=asked, skills=frozenset(("singing",)))
    assert one(judge, far, "skill", "rule").nearest_change is None


def test_a_skill_to_learn_has_its_thai_name_in_the_thai_sentence(judge: GraduateJudge) -> None:
    welding = esco.find("welding techniques")
    assert welding is not None
    thai = esco.thai_name(welding)
    assert thai is not None
    facts = replace(
        AT_THE_TILL, skills_required=frozenset((welding,)), skills=frozenset(("reading",))
    )
    answer = one(judge, facts, "skill", "rule")
    assert answer.nearest_change is not None
    for words in (answer.explanation, answer.nearest_change.explanation):
        assert thai in words["th"]
        assert esco.label(welding) not in words["th"]
        assert esco.label(welding) in words["en"]


def test_a_verdict_that_the_model_no_longer_shares_gets_no_change() -> None:
    scorer = MismatchModel.load().scorers["vertical"]
    assert nearest_change(scorer, AT_THE_TILL, mismatch=True) is not None
    assert nearest_change(scorer, AT_THE_TILL, mismatch=False) is None
