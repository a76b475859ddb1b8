"""Matching over HTTP: coded texts, explained scores, pseudonyms, plain problems."""

import subprocess
import sys
from typing import Any

import pytest

from shared.contracts import Pay
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.desk import CODERS, Desk, pointers


def test_texts_are_coded_with_candidates_labels_and_a_decision(desk: Desk) -> None:
    asked = {"kind": "title", "texts": [" โปรแกรมเมอร์  ", "???"], "top": 3}
    response = desk.post("ministry", "/v1/code", asked)
    assert response.status_code == 200
    body = response.get_json()
    assert body["classification"] == "ISCO-08"
    assert body["versions"] == CODERS.versions
    known, unknown = body["results"]
    assert known["text"] == "โปรแกรมเมอร์"
    [candidate] = known["candidates"]
    assert candidate["code"] == known["decision"]["code"] == "2514"
    assert candidate["accepted"] is True
    assert candidate["labels"]["en"] == "Applications programmers"
    assert unknown["decision"] == {
        "status": "uncoded", "code": None, "labels": None, "probability": 0.1, "evidence": None
    }  # fmt: skip


def test_skills_of_an_advertisement_are_told_with_places_in_the_text_as_given(desk: Desk) -> None:
    text = "  ใช้  SQL"
    body = desk.post("firm", "/v1/code", {"kind": "advert", "texts": [text, ""]}).get_json()
    found, nothing = body["results"]
    [candidate] = found["candidates"]
    assert candidate["labels"]["en"] == "SQL"
    assert candidate["uri"].endswith(candidate["code"])
    assert text[candidate["span"]["start"] : candidate["span"]["end"]] == "SQL"
    assert (candidate["accepted"], candidate["essential"]) == (True, None)
    assert (found["decision"], nothing["candidates"]) == (None, [])
    assert body["versions"]["skill_extractor"] == "fake-1"


def test_programmes_are_coded_to_fields(desk: Desk) -> None:
    body = desk.post("uni", "/v1/code", {"kind": "programme", "texts": ["คอมพิวเตอร์"]}).get_json()
    assert body["classification"] == "ISCED-F 2013"
    assert body["results"][0]["decision"]["code"] == "0613"


@pytest.mark.parametrize(
    ("asked", "faults"),
    [
        ({}, [("/kind", "required"), ("/texts", "required")]),
        ({"kind": "x", "texts": ["a"]}, [("/kind", "not_one_of")]),
        ({"kind": "title", "texts": []}, [("/texts", "empty")]),
        ({"kind": "title", "texts": ["a"] * 1001}, [("/texts", "too_many")]),
        ({"kind": "title", "texts": ["a", 1]}, [("/texts/1", "not_text")]),
        ({"kind": "title", "texts": ["", "a" * 100_001]}, [("/texts/1", "too_long")]),
        ({"kind": "title", "texts": ["a"], "top": 21}, [("/top", "out_of_range")]),
        ({"kind": "title", "texts": ["a"], "tip": 1}, [("/tip", "unknown_field")]),
        (["a"], [("", "not_object")]),
    ],
)
def test_a_wrong_coding_request_names_each_field(
    desk: Desk, asked: Any, faults: list[tuple[str, str]]
) -> None:
    response = desk.post("uni", "/v1/code", asked)
    assert response.status_code == 422
    assert pointers(response) == faults


@pytest.mark.parametrize("kind", ["title", "programme", "advert"])
def test_no_text_keeps_the_others_from_being_coded(desk: Desk, kind: str) -> None:
    texts = ["", " ", "ก", "🙂", "<b>\u200b</b>", "a" * 100_000]
    response = desk.post("uni", "/v1/code", {"kind": kind, "texts": texts})
    assert response.status_code == 200
    assert len(response.get_json()["results"]) == len(texts)


def test_a_coding_request_that_is_no_json_is_refused_plainly(desk: Desk) -> None:
    key = {"Authorization": f"Bearer {desk.keys['uni']}"}
    garbled = desk.client.post("/v1/code", headers=key, data="{", content_type="application/json")
    assert (garbled.status_code, pointers(garbled)) == (400, [("", "malformed_json")])
    form = desk.client.post("/v1/code", headers=key, data={"kind": "title"})
    assert form.status_code == 415
    assert desk.client.post("/v1/code", json={}).status_code == 401


def test_a_university_reads_how_its_graduate_was_coded_and_judged(desk: Desk) -> None:
    desk.keep(a_graduate(programme="คอมพิวเตอร์", skills=("Python (computer programming)", "zzz")))
    body = desk.get("uni", "/v1/graduates/g1").get_json()
    assert (body["record"], body["version"]) == ("g1", 1)
    assert body["field"]["status"] == "coded"
    assert body["field"]["labels"]["th"]
    assert [skill["label"] for skill in body["skills"]] == ["Python (computer programming)"]
    assert body["skills_unrecognised"] == ["zzz"]
    assert body["judgements"][0]["verdict"] == "insufficient_evidence"
    assert body["versions"]["judge"] == "fake-1"


def test_an_employer_reads_how_its_vacancy_was_coded(desk: Desk) -> None:
    desk.keep(a_vacancy("a/1", title="โปรแกรมเมอร์"))
    body = desk.get("firm", "/v1/vacancies/a/1").get_json()
    assert body["record"] == "a/1"
    assert body["occupation"]["code"] == "2514"
    assert body["occupation"]["evidence"] == "โปรแกรมเมอร์"


def test_a_graduate_is_shown_open_vacancies_best_first_with_reasons(desk: Desk) -> None:
    desk.keep(
        a_graduate(field="0613", level=6, home_region="TH-10"),
        a_vacancy("fits", fields_accepted=("06",), level_required=6, region="TH-10"),
        a_vacancy("unfit", fields_accepted=("09",), level_required=8, region="TH-90"),
        a_vacancy("closed", fields_accepted=("06",), closed_on="2025-02-01"),
    )
    body = desk.get("uni", "/v1/graduates/g1/vacancies").get_json()
    assert [v["reference"] for v in body["vacancies"]] == ["fits", "unfit"]
    assert (body["considered"], body["as_of"]) == (2, "2025-06-01")
    best = body["vacancies"][0]
    assert best["employer"] == "firm"
    assert best["score"] == pytest.approx(1)
    assert sum(part["contribution"] for part in best["parts"]) == pytest.approx(best["score"])
    assert {part["fact"] for part in best["parts"] if part["fit"] is None} == {
        "skills", "occupation", "experience", "pay"
    }  # fmt: skip
    assert all(part["reason"]["th"] and part["reason"]["en"] for part in best["parts"])


def test_the_limit_bounds_what_is_shown_not_what_is_considered(desk: Desk) -> None:
    desk.keep(a_graduate(), *(a_vacancy(f"v{n}") for n in range(3)))
    body = desk.get("uni", "/v1/graduates/g1/vacancies", limit=2).get_json()
    assert (len(body["vacancies"]), body["considered"]) == (2, 3)
    wrong = desk.get("uni", "/v1/graduates/g1/vacancies", limit=101)
    assert (wrong.status_code, pointers(wrong)) == (422, [("?limit", "out_of_range")])


def test_the_employment_service_is_shown_graduates_without_any_key_or_provider(desk: Desk) -> None:
    facts = {"field": "0613", "level": 6, "skills": ("Python (computer programming)",)}
    desk.keep(
        a_graduate("aaaa1111", home_region="TH-10", **facts),
        a_graduate("bbbb2222", provider="other-uni", tracer=a_survey(occupation="2512")),
        a_vacancy(
            fields_accepted=("06",),
            region="TH-10",
            occupation="2512",
            skills=("Python (computer programming)",),
        ),
    )
    response = desk.get("office", "/v1/vacancies/v1/graduates", provider="firm")
    for secret in ("aaaa1111", "bbbb2222", "other-uni"):
        assert secret not in response.text
    best, other = response.get_json()["graduates"]
    assert (best["field"]["code"], best["level"], best["graduation_year"]) == ("0613", 6, 2023)
    assert [s["label"] for s in best["skills_met"]] == ["Python (computer programming)"]
    for one in (best, other):
        shown = sum(part["contribution"] for part in one["parts"])
        assert shown == pytest.approx(one["score"])


def test_a_match_id_is_steady_for_one_vacancy_and_leads_to_no_other(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy("v1"), a_vacancy("v2"))

    def ids(vacancy: str) -> list[str]:
        body = desk.get("office", f"/v1/vacancies/{vacancy}/graduates", provider="firm").get_json()
        return [graduate["match_id"] for graduate in body["graduates"]]

    assert ids("v1") == ids("v1")
    assert ids("v1") != ids("v2")


def test_the_score_of_a_pair_is_the_same_from_both_sides(desk: Desk) -> None:
    desk.keep(
        a_graduate(field="0613", level=7, home_region="TH-50"),
        a_vacancy(fields_accepted=("06",), level_required=6, region="TH-57", experience_years=4),
    )
    [vacancy] = desk.get("uni", "/v1/graduates/g1/vacancies").get_json()["vacancies"]
    answer = desk.get("office", "/v1/vacancies/v1/graduates", provider="firm")
    [graduate] = answer.get_json()["graduates"]
    assert vacancy["score"] == graduate["score"]
    assert vacancy["coverage"] == graduate["coverage"]


def test_a_pair_of_which_nothing_is_known_has_no_score(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy())
    [vacancy] = desk.get("uni", "/v1/graduates/g1/vacancies").get_json()["vacancies"]
    assert (vacancy["score"], vacancy["coverage"]) == (None, 0)


def test_graduates_whose_year_is_unknown_come_after_those_of_the_same_score(desk: Desk) -> None:
    desk.keep(
        a_graduate("a", year=None, level=6),
        a_graduate("b", level=6),
        a_vacancy(level_required=6, experience_years=1),
    )
    answer = desk.get("office", "/v1/vacancies/v1/graduates", provider="firm")
    found = answer.get_json()["graduates"]
    assert [graduate["graduation_year"] for graduate in found] == [2023, None]


def test_a_ranking_with_a_made_up_record_in_it_says_so(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy())
    assert desk.get("uni", "/v1/graduates/g1/vacancies").get_json()["synthetic"] is False
    desk.keep(a_vacancy("v2", synthetic=True))
    assert desk.get("uni", "/v1/graduates/g1/vacancies").get_json()["synthetic"] is True


def test_the_web_process_starts_without_scikit_learn() -> None:
    script = "import sys, services.matching.app; print('sklearn' in sys.modules)"
    found = subprocess.check_output([sys.executable, "-c", script], text=True)
    assert found.strip() == "False"


def test_an_employer_is_told_how_many_graduates_fit_and_never_who(desk: Desk) -> None:
    fit = {"field": "0613", "level": 6}
    desk.keep(
        a_vacancy(fields_accepted=("06",), level_required=6, region="TH-10", skills=("SQL",)),
        *(a_graduate(f"near{n}", home_region="TH-10", **fit) for n in range(12)),
        *(a_graduate(f"nurse{n}", field="0913", level=3, home_region="TH-90") for n in range(12)),
    )
    body = desk.get("firm", "/v1/vacancies/v1/fitting").get_json()
    assert (body["considered"], body["total"]) == (None, {"count": 10, "status": "shown"})
    [group] = body["groups"]
    assert (group["field"]["code"], group["region"]["code"], group["count"]) == ("06", "TH-10", 10)
    desk.keep(*(a_graduate(f"far{n}", home_region="TH-11", **fit) for n in range(9)))
    body = desk.get("firm", "/v1/vacancies/v1/fitting").get_json()
    assert (body["groups"], body["total"]["count"]) == ([group], 20)
    assert body["synthetic"] is False


def test_vacancies_that_differ_in_pay_and_experience_are_told_of_the_same_graduates(
    desk: Desk,
) -> None:
    for n in range(14):
        pay = Pay(low=20_000.0 + 5_000 * n, high=None, currency="THB", period="month")
        tracer = a_survey(occupation="2512", work_region="TH-10", pay=pay)
        desk.keep(a_graduate(f"g{n}", field="0613", level=6, year=2010 + n, tracer=tracer))
    told = []
    for n, offer in enumerate((10_000.0, 40_000.0, None)):
        pay_offered = offer and Pay(low=offer, high=offer, currency="THB", period="month")
        asked = {"occupation": "2521", "fields_accepted": ("0613",), "region": "TH-92"}
        years = 5.0 * n
        desk.keep(a_vacancy(f"v{n}", **asked, experience_years=years, pay=pay_offered or None))
        told.append(desk.get("firm", f"/v1/vacancies/v{n}/fitting").get_json())
    assert all(
        (one["groups"], one["total"]) == (told[0]["groups"], told[0]["total"]) for one in told
    )
    assert [group["count"] for group in told[0]["groups"]] == [15]
