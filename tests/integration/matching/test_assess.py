"""Judging pairs over HTTP: every method in detail, plain problems, nothing judged without facts."""

import math
from pathlib import Path
from typing import Any

import pytest

from services.matching import store
from services.matching.assess import Assessor
from services.matching.brain import load_judge
from shared.db.engine import transaction
from shared.taxonomy import skills as esco
from tests.builders import a_graduate, a_survey
from tests.integration.matching.desk import CODERS, Desk, pointers
from tests.unit.matching.fakes import ListTally

A_PROGRAMMER: dict[str, Any] = {"level": 6, "field": "0613"}
AT_THE_TILL: dict[str, Any] = {"occupation": "5223"}


def judged(desk: Desk, graduate: Any, job: Any) -> dict[tuple[str, str], dict[str, Any]]:
    response = desk.post("uni", "/v1/assess", {"pairs": [{"graduate": graduate, "job": job}]})
    assert response.status_code == 200, response.get_json()
    [result] = response.get_json()["results"]
    return {(found["dimension"], found["method"]): found for found in result["judgements"]}


def test_a_pair_is_judged_by_every_rule_and_model_with_reasons(desk: Desk) -> None:
    skill = esco.find("Python (computer programming)")
    found = judged(
        desk,
        A_PROGRAMMER | {"skills": [skill]},
        AT_THE_TILL | {"level_required": 3, "skills_required": [skill], "region": "TH-10"},
    )
    assert {dimension for dimension, _ in found} == {"vertical", "horizontal", "skill"}
    assert found["skill", "rule"]["verdict"] == "match"
    assert found["vertical", "employer_stated"]["nearest_change"]["value"] == "6"
    for dimension in ("vertical", "horizontal"):
        model = found[dimension, "model"]
        assert model["verdict"] == "mismatch"
        logit = sum(part["amount"] for part in model["contributions"])
        assert model["probability"] == pytest.approx(1 / (1 + math.exp(-logit)), abs=1e-4)
        assert "pay" in model["would_sharpen"]
        change = model["nearest_change"]
        assert change["probability"] < model["probability"]
        assert set(change["explanation"]) == {"th", "en"}


def test_missing_facts_are_named_and_nothing_is_judged(desk: Desk) -> None:
    found = judged(desk, {"level": 6}, {})
    assert found["vertical", "model"]["verdict"] == "insufficient_evidence"
    assert found["vertical", "model"]["missing"] == ["occupation"]
    assert found["horizontal", "model"]["missing"] == ["field", "occupation"]
    assert all(answer["probability"] is None for answer in found.values())


def test_pairs_come_back_in_the_order_asked_with_the_versions(desk: Desk) -> None:
    jobs = ["5223", "2512", "9112"]
    asked = [{"graduate": A_PROGRAMMER, "job": {"occupation": job}} for job in jobs]
    body = desk.post("ministry", "/v1/assess", {"pairs": asked}).get_json()
    alone = [
        desk.post("firm", "/v1/assess", {"pairs": [pair]}).get_json()["results"][0]
        for pair in asked
    ]
    assert body["results"] == alone
    assert {"isco", "isced_f", "mismatch_rules", "mismatch_model"} <= body["versions"].keys()


@pytest.mark.parametrize(
    ("graduate", "job", "faults"),
    [
        ({"field": "9999"}, {}, [("/pairs/0/graduate/field", "unknown_code")]),
        ({"level": 9}, {}, [("/pairs/0/graduate/level", "out_of_range")]),
        ({"sex": "f"}, {}, [("/pairs/0/graduate/sex", "unknown_field")]),
        ({"skills": ["x"]}, {}, [("/pairs/0/graduate/skills/0", "unknown_code")]),
        ({}, {"occupation": "9999"}, [("/pairs/0/job/occupation", "unknown_code")]),
        ({}, {"industry": "Z"}, [("/pairs/0/job/industry", "unknown_code")]),
        ({}, {"region": "XX"}, [("/pairs/0/job/region", "unknown_code")]),
        ({}, {"contract": "forever"}, [("/pairs/0/job/contract", "not_one_of")]),
        ({}, {"skills_required": [None]}, [("/pairs/0/job/skills_required/0", "null")]),
        ({}, {"pay": {"low": -1}}, [("/pairs/0/job/pay/low", "out_of_range")]),
        ({}, {"pay": {"low": 2, "high": 1}}, [("/pairs/0/job/pay/low", "upside_down")]),
        ({}, {"pay": {"currency": "???", "low": 1}}, [("/pairs/0/job/pay/currency", "not_text")]),
        ({}, None, [("/pairs/0/job", "null")]),
    ],
)
def test_what_is_wrong_with_a_pair_is_named(
    desk: Desk, graduate: Any, job: Any, faults: list[tuple[str, str]]
) -> None:
    response = desk.post("uni", "/v1/assess", {"pairs": [{"graduate": graduate, "job": job}]})
    assert response.status_code == 422
    assert pointers(response) == faults


def test_none_and_too_many_pairs_are_refused(desk: Desk) -> None:
    pair: dict[str, Any] = {"graduate": {}, "job": {}}
    for pairs, code in (([], "empty"), ([pair] * 1001, "too_many")):
        response = desk.post("uni", "/v1/assess", {"pairs": pairs})
        assert pointers(response) == [("/pairs", code)]
    assert desk.client.post("/v1/assess", json={"pairs": [pair]}).status_code == 401


def test_a_university_reads_what_would_turn_its_graduates_verdict_round(
    desk: Desk, tmp_path: Path
) -> None:
    record = a_graduate(level=6, field="0613", tracer=a_survey(occupation="5223"))
    assessor = Assessor(CODERS, load_judge(tmp_path / "models"), ListTally())
    with transaction(desk.engine) as connection:
        [graduate] = assessor.graduates([record])
        store.keep(connection, store.graduates, [store.graduate_row(graduate, "")])
    answers = desk.get("uni", "/v1/graduates/g1").get_json()["judgements"]
    models = [answer for answer in answers if answer["method"] == "model"]
    assert [answer["dimension"] for answer in models] == ["vertical", "horizontal"]
    for answer in models:
        assert answer["nearest_change"]["explanation"]["th"]
        assert "pay" in answer["would_sharpen"]
