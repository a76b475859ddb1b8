"""The reports' figures beside the same figures computed with pandas, straight from the records."""

from collections.abc import Sequence

import pandas as pd
import pytest
from flask.testing import FlaskClient

from shared.contracts import AssessedGraduate, AssessedVacancy
from tests.integration.reporting.conftest import Take
from tests.integration.reporting.population import events, graduates, vacancies
from tests.integration.reporting.reading import rows_of, total_of

COHORT, MARKET = graduates(3000), vacancies(900)


@pytest.fixture(autouse=True)
def read_model(take: Take) -> None:
    told = events([*COHORT, *MARKET])
    for start in range(0, len(told), 500):
        take(told[start : start + 500])


def frame_of(cohort: Sequence[AssessedGraduate]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "field": g.field.code,
                "occupation": g.occupation.code,
                "level": g.record.level,
                "year": g.record.graduation_year,
                "region": g.record.study_region,
                "weight": g.record.weight,
                "status": g.record.tracer.status if g.record.tracer else "unknown",
                **{f"{j.dimension} {j.method}": j.direction or j.verdict for j in g.judgements},
            }
            for g in cohort
        ]
    )


def open_vacancies(market: Sequence[AssessedVacancy]) -> pd.DataFrame:
    records = [v.record for v in market]
    return pd.DataFrame(
        [
            {"openings": r.openings, "fields": r.fields_accepted, "region": r.region}
            for r in records
            if r.closes_on != "2020-02-01" and not r.closed_on and r.filled is not True
        ]
    )


def broad(codes: pd.Series) -> pd.Series:
    return codes.str[:2]


def test_shares_by_field_coverage_and_uncoded_share_agree(client: FlaskClient):
    report = client.get("/v1/reports/mismatch?by=field").json
    frame = frame_of(COHORT)
    checked = 0
    for (field,), row in rows_of(report).items():
        group = frame[broad(frame.field) == field] if field else frame[frame.field.isna()]
        for (dimension, method, measure), figure in ((k, f) for k, f in row.items() if len(k) == 3):
            verdicts = group.get(f"{dimension} {method}")
            if verdicts is None or figure["status"] == "suppressed":
                continue
            concerned = group[verdicts != "not_applicable"]
            judged = group[verdicts.isin(["over", "under", "mismatch", "match"])]
            found = judged[judged[f"{dimension} {method}"] == measure]
            assert figure["n"] == len(judged)
            assert figure["value"] == pytest.approx(
                found.weight.sum() / judged.weight.sum(), abs=1e-6
            )
            assert figure["coverage"] == pytest.approx(len(judged) / len(concerned), abs=1e-6)
            if (dimension, method) == ("vertical", "normative_b"):
                uncoded = concerned.occupation.isna().sum() / len(concerned)
                assert figure["uncoded"] == pytest.approx(uncoded, abs=1e-6)
            checked += 1
    assert checked > 50


def test_filters_of_year_region_level_and_occupation_really_filter(client: FlaskClient):
    query = "year_from=2565&year_to=2023&region=TH-10&level=6&occupation=2"
    report = client.get(f"/v1/reports/mismatch?{query}&dimension=vertical").json
    frame = frame_of(COHORT)
    chosen = frame[
        (frame.year >= 2022) & (frame.region == "TH-10") & (frame.level == 6)
        & frame.occupation.str.startswith("2", na=False)
    ]  # fmt: skip
    figures = total_of(report)
    assert figures[("graduates",)]["n"] == len(chosen)
    judged = chosen[chosen["vertical normative_b"].isin(["over", "under", "match"])]
    over = judged[judged["vertical normative_b"] == "over"]
    assert figures["vertical", "normative_b", "over"]["value"] == pytest.approx(
        over.weight.sum() / judged.weight.sum(), abs=1e-6
    )


def test_over_education_against_the_mode_of_the_occupation_agrees(client: FlaskClient):
    report = client.get("/v1/reports/mismatch?dimension=vertical").json
    frame = frame_of(COHORT)
    working = frame[frame.status.isin(["employed", "self_employed"])].dropna(
        subset=["occupation", "level"]
    )
    # every occupation of this population has 30 graduates or more of its own
    assert working.groupby("occupation").size().min() >= 30
    by_level = working.groupby(["occupation", "level"]).weight.sum().reset_index()
    mode = (
        by_level.sort_values(["weight", "level"])
        .groupby("occupation")["level"]
        .last()
        .rename("mode")
    )
    below = working.join(mode, on="occupation")
    # a group takes in its members: 25 counts those coded 2512 too
    parents = working[working.occupation.str.startswith("25")]
    below.loc[below.occupation == "25", "mode"] = parents.groupby("level").weight.sum().idxmax()
    expected = below[below.level > below["mode"]].weight.sum() / below.weight.sum()
    figure = total_of(report)["vertical", "realised_mode", "over"]
    assert figure["value"] == pytest.approx(expected, abs=1e-6)
    assert figure["n"] == len(working)


def test_field_mismatch_by_lift_agrees(client: FlaskClient):
    report = client.get("/v1/reports/mismatch?dimension=horizontal").json
    frame = frame_of(COHORT)
    working = frame[frame.status.isin(["employed", "self_employed"])].dropna(
        subset=["occupation", "field"]
    )
    working = working.assign(f=broad(working.field), o=working.occupation.str[:2])
    table = working.pivot_table(index="f", columns="o", values="weight", aggfunc="sum").fillna(0)
    share = table.div(table.sum(axis=1), axis=0)
    lift = share.div(table.sum(axis=0) / table.to_numpy().sum(), axis=1)
    outside = working.apply(lambda g: lift.loc[g.f, g.o] < 0.5, axis=1)
    figure = total_of(report)["horizontal", "lift", "mismatch"]
    assert figure["n"] == len(working)
    if figure["status"] != "suppressed":
        assert figure["value"] == pytest.approx(
            working[outside].weight.sum() / working.weight.sum(), abs=1e-6
        )


def test_kappa_of_two_methods_agrees(client: FlaskClient):
    report = client.get("/v1/reports/mismatch?dimension=vertical").json
    frame = frame_of(COHORT)
    first, second = frame["vertical normative_a"], frame["vertical normative_b"]
    verdicts = ["over", "under", "match"]
    both = frame[first.isin(verdicts) & second.isin(verdicts)]
    a, b = first[both.index] == "over", second[both.index] == "over"
    w = both.weight / both.weight.sum()
    agreed = w[a == b].sum()
    expected = w[a].sum() * w[b].sum() + w[~a].sum() * w[~b].sum()
    kappa = next(f for f in report["agreement"] if f["method"] == "normative_a × normative_b")
    assert kappa["value"] == pytest.approx((agreed - expected) / (1 - expected), abs=1e-6)
    assert kappa["n"] == len(both)


def test_the_balance_by_region_agrees(client: FlaskClient):
    report = client.get("/v1/reports/balance?by=region").json
    frame, market = frame_of(COHORT), open_vacancies(MARKET)
    for (region,), row in rows_of(report).items():
        group = frame[frame.region == region] if region else frame[frame.region.isna()]
        wanted = market[market.region == region] if region else market[market.region.isna()]
        answered = group[group.status != "unknown"]
        seeking = answered[answered.status == "unemployed"]
        assert row[("graduates",)]["value"] == round(group.weight.sum())
        assert row[("seekers",)]["value"] == round(seeking.weight.sum())
        assert row[("vacancies",)]["value"] == len(wanted)
        assert row[("openings",)]["value"] == wanted.openings.sum()
        if region is None:
            assert row[("tightness",)]["status"] == "not_applicable"
            continue
        seekers = group.weight.sum() * seeking.weight.sum() / answered.weight.sum()
        assert row[("tightness",)]["value"] == pytest.approx(
            wanted.openings.sum() / seekers, abs=1e-6
        )


def test_a_vacancy_counts_once_in_each_broad_field_it_accepts_and_once_in_all(client: FlaskClient):
    report = client.get("/v1/reports/balance?by=field").json
    market = open_vacancies(MARKET)
    accepted = market.assign(f=market.fields.map(lambda f: sorted({c[:2] for c in f}))).explode("f")
    for (field,), row in rows_of(report).items():
        wanted = accepted[accepted.f == field] if field else accepted[accepted.f.isna()]
        assert row[("vacancies",)]["value"] == len(wanted)
        assert row[("openings",)]["value"] == wanted.openings.sum()
    assert total_of(report)[("vacancies",)]["value"] == len(market)
    assert "fields_overlap" in [note["code"] for note in report["notes"]]


def test_the_gap_by_field_is_the_difference_of_the_known_shares(client: FlaskClient):
    report = client.get("/v1/reports/balance?by=field").json
    frame, market = frame_of(COHORT), open_vacancies(MARKET)
    accepted = market.assign(f=market.fields.map(lambda f: sorted({c[:2] for c in f}))).explode("f")
    wanted = accepted.groupby("f").openings.sum() / accepted.dropna(subset=["f"]).openings.sum()
    known = frame.dropna(subset=["field"])
    offered = known.groupby(broad(known.field)).weight.sum() / known.weight.sum()
    rows = rows_of(report)
    for field, share in offered.items():
        gap = rows[(field,)][("share_gap",)]
        assert gap["value"] == pytest.approx(wanted.get(field, 0.0) - share, abs=1e-6)


def test_an_occupation_in_its_report_agrees(client: FlaskClient):
    report = client.get("/v1/reports/occupations/24").json
    frame = frame_of(COHORT)
    group = frame[frame.occupation.str.startswith("24", na=False)]
    tables = report["tables"]
    assert total_of(tables["market"])[("graduates",)]["n"] == len(group)
    by_level = rows_of(tables["levels"])
    for level in (3, 5, 6, 7):
        here = group[group.level == level]
        assert by_level[(level,)][("share",)]["value"] == pytest.approx(
            here.weight.sum() / group.dropna(subset=["level"]).weight.sum(), abs=1e-6
        )


def test_skills_asked_and_shown_in_an_occupation_agree(client: FlaskClient):
    report = client.get("/v1/reports/occupations/24").json
    asked = [
        v for v in MARKET
        if (v.occupation.code or "").startswith("24") and v.skills
        and v.record.closes_on != "2020-02-01" and not v.record.closed_on
        and v.record.filled is not True
    ]  # fmt: skip
    shown = [g for g in COHORT if (g.occupation.code or "").startswith("24") and g.skills]
    for (skill,), row in rows_of(report["tables"]["skills"]).items():
        demand, supply = row[("demand_share",)], row[("supply_share",)]
        if demand["status"] != "suppressed":
            share = sum(skill in v.skills for v in asked) / len(asked)
            assert demand["value"] == pytest.approx(share, abs=1e-6)
            assert demand["n"] == len(asked)
        if supply["status"] != "suppressed":
            share = sum(skill in g.skills for g in shown) / len(shown)
            assert supply["value"] == pytest.approx(share, abs=1e-6)
