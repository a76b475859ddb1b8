"""The stored model: what it answers, what it refuses to answer, and the laws it keeps."""

import hashlib
import json
import math
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skops import io

from services.matching.domain import CodedGraduate
from services.matching.mismatch import (
    GraduateJudge,
    MatchFacts,
    MismatchModel,
    ModelRefused,
    judge_facts,
)
from services.matching.mismatch.artefact import METRICS_FILE, MODEL_DIRECTORY, MODEL_FILE
from services.matching.mismatch.features import terms
from services.matching.mismatch.rules import RULES
from services.matching.mismatch.view import DOCTORATE, TERTIARY
from shared.contracts import Judgement
from tests.builders import a_graduate, a_survey
from tests.unit.mismatch import strategies

A_SHOP_ASSISTANT = MatchFacts(
    employed=True, level=6, field=frozenset(("0613",)), occupation=frozenset(("5223",))
)


@pytest.fixture(scope="module")
def model() -> MismatchModel:
    return MismatchModel.load()


def judge(model: MismatchModel, facts: MatchFacts) -> tuple[Judgement, Judgement]:
    vertical, horizontal = model.judge([facts])[0]
    return vertical, horizontal


def test_a_programmer_at_the_till_is_judged_a_mismatch_and_one_who_programs_a_match(
    model: MismatchModel,
) -> None:
    for judgement in judge(model, A_SHOP_ASSISTANT):
        assert judgement.verdict == "mismatch"
    for judgement in judge(model, replace(A_SHOP_ASSISTANT, occupation=frozenset(("2512",)))):
        assert judgement.verdict == "match"


@given(facts=strategies.facts)
def test_contributions_sum_to_the_logit_and_the_threshold_decides(
    model: MismatchModel, facts: MatchFacts
) -> None:
    thresholds = json.loads((MODEL_DIRECTORY / METRICS_FILE).read_text())["thresholds"]
    for judgement in judge(model, facts):
        if judgement.probability is None:
            assert judgement.verdict in ("insufficient_evidence", "not_applicable")
            continue
        logit = sum(part.amount for part in judgement.contributions)
        assert judgement.probability == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-5)
        above = judgement.probability >= thresholds[judgement.dimension]["threshold"]
        assert judgement.verdict == ("mismatch" if above else "match")


@given(facts=strategies.facts)
def test_a_higher_own_level_never_lowers_the_probability_of_over_education(
    model: MismatchModel, facts: MatchFacts
) -> None:
    ladder = [replace(facts, level=level) for level in range(TERTIARY, DOCTORATE + 1)]
    chances = [vertical.probability for vertical, _ in model.judge(ladder)]
    known = [chance for chance in chances if chance is not None]
    assert known == sorted(known)


@given(facts=strategies.facts)
def test_a_missing_needed_fact_is_insufficient_evidence(
    model: MismatchModel, facts: MatchFacts
) -> None:
    facts = replace(facts, employed=True)
    vertical, _ = judge(model, replace(facts, level=None))
    assert vertical.verdict == "insufficient_evidence"
    assert "level" in vertical.missing
    _, horizontal = judge(model, replace(facts, field=frozenset()))
    assert horizontal.verdict == "insufficient_evidence"
    assert "field" in horizontal.missing
    for judgement in judge(model, replace(facts, occupation=frozenset())):
        assert judgement.verdict == "insufficient_evidence"
        assert "occupation" in judgement.missing


@given(
    level=st.integers(TERTIARY, DOCTORATE),
    field=st.sampled_from(strategies.ALL_FIELDS),
    occupation=st.sampled_from(strategies.ALL_OCCUPATIONS),
)
def test_codes_of_any_depth_are_judged_or_called_too_broad(
    model: MismatchModel, level: int, field: str, occupation: str
) -> None:
    known = MatchFacts(
        employed=True,
        level=level,
        field=frozenset((field,)),
        occupation=frozenset((occupation,)),
    )
    vertical, horizontal = judge(model, known)
    assert vertical.probability is not None
    assert (horizontal.probability is None) == bool(horizontal.missing)
    assert set(horizontal.missing) <= {"field", "occupation"}


def test_who_has_no_tertiary_degree_is_not_judged_by_the_model(model: MismatchModel) -> None:
    for judgement in judge(model, replace(A_SHOP_ASSISTANT, level=3)):
        assert judgement.verdict == "not_applicable"


def test_a_field_too_broad_for_the_model_is_insufficient_evidence(model: MismatchModel) -> None:
    _, horizontal = judge(model, replace(A_SHOP_ASSISTANT, field=frozenset(("04",))))
    assert horizontal.verdict == "insufficient_evidence"
    assert horizontal.missing == ("field",)


@given(facts=strategies.facts)
def test_what_the_graduate_says_about_the_match_is_no_input(facts: MatchFacts) -> None:
    silent = replace(
        facts,
        level_required=None,
        job_relation=None,
        skills=frozenset(),
        skills_required=frozenset(),
    )
    assert terms("vertical", facts) == terms("vertical", silent)
    assert terms("horizontal", facts) == terms("horizontal", silent)


def test_a_graduate_is_judged_alike_alone_and_among_others(model: MismatchModel) -> None:
    crowd = [
        replace(A_SHOP_ASSISTANT, occupation=frozenset((code,)), level=5 + number % 4)
        for number, code in enumerate(strategies.ALL_OCCUPATIONS)
    ]
    together = judge_facts(model, crowd)
    assert together == [judge_facts(model, [facts])[0] for facts in crowd]
    assert [len(judgements) for judgements in together] == [len(RULES) + 2] * len(crowd)


def test_the_judge_answers_for_graduates_in_order_and_names_its_versions() -> None:
    judge_of_graduates = GraduateJudge.load()
    employed = CodedGraduate(
        a_graduate(level=6, tracer=a_survey()), "0613", "5223", frozenset(), frozenset()
    )
    jobless = employed._replace(
        record=a_graduate(level=6, tracer=a_survey(status="unemployed")), occupation=None
    )
    at_work, at_home = judge_of_graduates.judge([employed, jobless])
    assert {judgement.verdict for judgement in at_home} == {"not_applicable"}
    assert [judgement.method for judgement in at_work][-2:] == ["model", "model"]
    assert set(judge_of_graduates.versions) == {"mismatch_rules", "mismatch_model"}


def test_no_graduates_give_no_judgements(model: MismatchModel) -> None:
    assert judge_facts(model, []) == []


def test_an_artefact_that_was_changed_is_refused(tmp_path: Path) -> None:
    for name in (MODEL_FILE, METRICS_FILE):
        shutil.copy(MODEL_DIRECTORY / name, tmp_path / name)
    stored = tmp_path / MODEL_FILE
    stored.write_bytes(stored.read_bytes() + b"\0")
    with pytest.raises(ModelRefused, match="SHA-256"):
        MismatchModel.load(tmp_path)


def test_an_artefact_of_other_types_is_refused(tmp_path: Path) -> None:
    io.dump({"vertical": subprocess.CalledProcessError(1, "x")}, tmp_path / MODEL_FILE)
    digest = hashlib.sha256((tmp_path / MODEL_FILE).read_bytes()).hexdigest()
    forged = {"sha256": digest, "version": "forged", "score_deciles": {}}
    (tmp_path / METRICS_FILE).write_text(json.dumps(forged))
    with pytest.raises(ModelRefused, match="trusted"):
        MismatchModel.load(tmp_path)


def test_importing_the_judges_does_not_load_scikit_learn() -> None:
    script = "import sys, services.matching.mismatch; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
