"""The reports as callers meet them: selections, problems, formats, suppression."""

import csv
import io

import pytest
from flask.testing import FlaskClient
from msgspec.structs import replace
from openapi_spec_validator import validate as validate_openapi

from shared.contracts import Judgement, TracerSurvey
from tests.builders import a_graduate, a_vacancy, an_assessed_graduate
from tests.builders import an_assessed_vacancy as assessed_vacancy
from tests.integration.reporting.conftest import Take
from tests.integration.reporting.population import events, graduates, vacancies
from tests.integration.reporting.reading import rows_of, total_of

REPORTS = ("/v1/reports/mismatch", "/v1/reports/balance", "/v1/reports/occupations/24")


def a_group(n: int, field: str, prefix: str, **facts):
    return [
        an_assessed_graduate(a_graduate(f"{prefix}{i}", **facts), field=field) for i in range(n)
    ]


@pytest.mark.parametrize("path", REPORTS)
def test_an_empty_read_model_gives_an_empty_report(client: FlaskClient, path: str):
    response = client.get(path)
    assert response.status_code == 200
    assert response.json["synthetic"] is False
    assert response.json["versions"]["data"] is None
    statuses = {f["status"] for f in _all_figures(response.json)}
    assert statuses <= {"ok", "not_applicable", "insufficient_evidence"}


def _all_figures(report):
    tables = report.get("tables", {"": report}).values()
    rows = [row for table in tables for row in (*table["rows"], table["total"])]
    return [figure for row in rows for figure in row["figures"]]


@pytest.mark.parametrize("path", REPORTS)
def test_every_figure_says_how_far_to_trust_it(client: FlaskClient, take: Take, path: str):
    take(events([*graduates(400), *vacancies(100)]))
    report = client.get(path).json
    assert report["versions"]["taxonomy"] == {"isco": ["ISCO-08"]}
    assert report["versions"]["model"] == {"mismatch_model": ["m1"], "occupation_coder": ["c1"]}
    assert report["versions"]["data"]
    assert report["generated_at"]
    for figure in _all_figures(report):
        assert set(figure) == {
            "measure", "dimension", "method", "value", "n", "interval", "status", "reason",
            "coverage", "uncoded",
        }  # fmt: skip
        if figure["status"] == "ok":
            assert figure["value"] is not None
        else:
            assert figure["reason"]["th"]
            assert figure["reason"]["en"]


def test_counts_under_ten_and_the_next_smallest_are_suppressed(client: FlaskClient, take: Take):
    take(events([*a_group(4, "0611", "a"), *a_group(20, "0421", "b"), *a_group(30, "0913", "c")]))
    report = client.get("/v1/reports/balance?by=field").json
    found = {codes: row[("graduates",)] for codes, row in rows_of(report).items()}
    assert [found[(f,)]["status"] for f in ("04", "06", "09")] == ["suppressed", "suppressed", "ok"]
    assert (found[("06",)]["value"], found[("06",)]["n"]) == (None, None)
    assert total_of(report)[("graduates",)]["value"] == 54


def test_a_missing_judgement_is_neither_a_match_nor_a_mismatch(client: FlaskClient, take: Take):
    over = Judgement(
        dimension="vertical", method="normative_b", verdict="mismatch", direction="over"
    )
    match = Judgement(dimension="vertical", method="normative_b", verdict="match")
    cohort = [
        an_assessed_graduate(a_graduate(f"g{i}", tracer=TracerSurvey(status="employed")))
        for i in range(60)
    ]
    judged = [
        replace(g, judgements=(over,) if i < 15 else (match,) if i < 40 else ())
        for i, g in enumerate(cohort)
    ]
    take(events(judged))
    figures = total_of(client.get("/v1/reports/mismatch?dimension=vertical").json)
    figure = figures["vertical", "normative_b", "over"]
    assert (figure["value"], figure["n"]) == (0.375, 40)
    assert figure["coverage"] == pytest.approx(40 / 60, abs=1e-6)
    silent = figures["vertical", "self_reported", "over"]
    assert (silent["value"], silent["status"]) == (None, "insufficient_evidence")


def test_only_vacancies_open_today_are_in_the_stock(client: FlaskClient, take: Take):
    told = [
        *(a_vacancy(f"open{i}", openings=2) for i in range(12)),
        a_vacancy("expired", closes_on="2025-02-01"),
        a_vacancy("closed", closed_on="2025-02-01"),
        a_vacancy("filled", filled=True),
        a_vacancy("not yet", posted_on="2999-01-01"),
        a_vacancy("ends later", closes_on="2999-01-01"),
    ]
    take(events([assessed_vacancy(v) for v in told]))
    figures = total_of(client.get("/v1/reports/balance").json)
    assert (figures[("vacancies",)]["value"], figures[("openings",)]["value"]) == (13, 25)


def test_without_answers_tightness_has_no_value_and_says_why(client: FlaskClient, take: Take):
    take(
        events([*a_group(40, "0611", "a"), *map(assessed_vacancy, map(a_vacancy, "abcdefghijkl"))])
    )
    theta = total_of(client.get("/v1/reports/balance").json)[("tightness",)]
    assert (theta["value"], theta["status"]) == (None, "insufficient_evidence")
    assert theta["reason"]["code"] == "facts_missing"


def test_where_most_vacancies_name_no_field_a_fields_market_is_marked(
    client: FlaskClient, take: Take
):
    named = [assessed_vacancy(a_vacancy(f"n{i}", fields_accepted=("0611",))) for i in range(20)]
    silent = [assessed_vacancy(a_vacancy(f"s{i}")) for i in range(60)]
    jobless = TracerSurvey(status="unemployed")
    take(events([*named, *silent, *a_group(50, "0611", "a", tracer=jobless)]))
    row = rows_of(client.get("/v1/reports/balance?by=field").json)[("06",)]
    assert row[("tightness",)]["reason"]["code"] == "mostly_not_stated"
    assert row[("tightness",)]["coverage"] == 0.25


def test_by_year_vacancies_do_not_apply(client: FlaskClient, take: Take):
    take(events([*graduates(300), *vacancies(60)]))
    rows = rows_of(client.get("/v1/reports/balance?by=year").json)
    assert list(rows) == [(2021,), (2022,), (2023,)]
    assert rows[(2021,)][("vacancies",)]["status"] == "not_applicable"


def test_a_region_of_thailand_gathers_its_provinces(client: FlaskClient, take: Take):
    told = [
        *(a_graduate(f"cm{i}", study_region="TH-50") for i in range(20)),
        *(a_graduate(f"lp{i}", study_region="TH-51") for i in range(15)),
        *(a_graduate(f"bkk{i}", study_region="TH-10") for i in range(30)),
        *(a_graduate(f"at{i}", study_region="AT", home_region="TH-10") for i in range(11)),
    ]
    take(events([an_assessed_graduate(g) for g in told]))

    def n(query: str) -> int:
        return total_of(client.get(f"/v1/reports/balance?{query}").json)[("graduates",)]["n"]

    assert [n(f"region={r}") for r in ("north", "TH-50", "TH", "AT")] == [35, 20, 65, 11]
    assert n("region=TH&region_of=home") == 11


def test_a_code_that_is_not_deep_enough_is_in_the_row_without_a_code(
    client: FlaskClient, take: Take
):
    take(events([*a_group(20, "06", "a"), *a_group(30, "0613", "b")]))
    rows = rows_of(client.get("/v1/reports/balance?by=field&field_digits=4").json)
    assert {code: row[("graduates",)]["n"] for (code,), row in rows.items()} == {
        "0613": 30, None: 20,
    }  # fmt: skip
    assert rows[("0613",)][("graduates",)]["uncoded"] == 0.4


@pytest.mark.parametrize(
    ("path", "pointer", "code"),
    [
        ("mismatch?by=colour", "?by/0", "not_one_of"),
        ("mismatch?by=field,field", "?by", "repeated"),
        ("mismatch?by=field,level,year", "?by", "at_most"),
        ("mismatch?dimension=diagonal", "?dimension/0", "not_one_of"),
        ("mismatch?field=9876", "?field", "unknown_code"),
        ("mismatch?occupation=9999", "?occupation", "unknown_code"),
        ("mismatch?region=TH-99", "?region", "unknown_code"),
        ("mismatch?level=kindergarten", "?level", "unknown_level"),
        ("mismatch?year_from=1200", "?year_from", "impossible_year"),
        ("mismatch?year_from=soon", "?year_from", "not_whole_number"),
        ("balance?year_from=2565&year_to=2020", "?year_from", "upside_down"),
        ("balance?region_of=work", "?region_of", "only_with"),
        ("balance?field_digits=3", "?field_digits", "only_with"),
        ("balance?by=occupation&occupation_digits=5", "?occupation_digits", "out_of_range"),
        ("balance?dimension=vertical", "?dimension", "unknown_field"),
        ("balance?format=xml", "?format", "not_one_of"),
        ("occupations/24?occupation=25", "?occupation", "unknown_field"),
    ],
)
def test_a_parameter_that_cannot_be_met_is_named_in_both_languages(
    client: FlaskClient, path: str, pointer: str, code: str
):
    response = client.get(f"/v1/reports/{path}")
    assert response.status_code == 422
    assert response.content_type == "application/problem+json"
    (entry,) = response.json["errors"]
    assert (entry["pointer"], entry["code"]) == (pointer, code)
    assert entry["messages"]["th"] != entry["messages"]["en"]


def test_an_unknown_occupation_is_not_found_and_named(client: FlaskClient):
    response = client.get("/v1/reports/occupations/9999")
    assert response.status_code == 404
    assert response.json["errors"][0]["pointer"] == "code"


def test_levels_and_years_may_be_thai(client: FlaskClient):
    report = client.get("/v1/reports/mismatch?level=ปริญญาตรี&year_from=2565&year_to=2023").json
    chosen = report["selection"]
    assert (chosen["level"], chosen["year_from"], chosen["year_to"]) == (6, 2022, 2023)


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("", None, "application/json"),
        ("", "*/*", "application/json"),
        ("", "text/csv", "text/csv; charset=utf-8"),
        ("?format=csv", "application/json", "text/csv; charset=utf-8"),
        ("?format=json", "text/csv", "application/json"),
        ("", "image/png", "application/problem+json"),
    ],
)
def test_the_format_is_asked_for_by_parameter_or_header(
    client: FlaskClient, query: str, accept: str | None, kind: str
):
    headers = {"Accept": accept} if accept else {}
    assert client.get(f"/v1/reports/balance{query}", headers=headers).content_type == kind


@pytest.mark.parametrize("path", REPORTS)
def test_the_csv_has_the_same_figures_and_keeps_their_status(
    client: FlaskClient, take: Take, path: str
):
    take(events([*graduates(400), *vacancies(100)]))
    split = "" if "occupations" in path else "by=field,region&"
    report = client.get(f"{path}?{split}format=json").json
    text = client.get(f"{path}?{split}format=csv").get_data(as_text=True)
    lines = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    figures = [*_all_figures(report), *report["agreement"]]
    assert len(lines) == len(figures)
    assert [line["status"] for line in lines] == [figure["status"] for figure in figures]
    assert [line["value"] for line in lines] == [_text(figure["value"]) for figure in figures]
    assert {line["synthetic"] for line in lines} == {"false"}


def _text(value):
    return "" if value is None else str(value)


def test_one_synthetic_record_marks_every_report(client: FlaskClient, take: Take):
    take(events([*graduates(50), assessed_vacancy(a_vacancy("made up", synthetic=True))]))
    assert client.get("/v1/reports/balance").json["synthetic"] is True
    assert "true" in client.get("/v1/reports/balance?format=csv").get_data(as_text=True)


def test_equal_figures_have_an_equal_tag_and_need_not_be_sent_again(
    client: FlaskClient, take: Take
):
    take(events(graduates(50)))
    first = client.get("/v1/reports/balance")
    again = client.get("/v1/reports/balance", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    take(events([an_assessed_graduate(a_graduate("new"))]))
    changed = client.get("/v1/reports/balance", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_the_document_describes_every_report(client: FlaskClient):
    document = client.get("/openapi.json").json
    validate_openapi(document)
    described = {p: o["get"] for p, o in document["paths"].items() if p.startswith("/v1/")}
    assert set(described) == {
        "/v1/reports/mismatch", "/v1/reports/balance", "/v1/reports/occupations/{code}",
    }  # fmt: skip
    for operation in described.values():
        assert operation["x-access"] == "public"
        assert "application/json" in operation["responses"]["200"]["content"]


def test_codes_come_with_names_in_both_languages(client: FlaskClient, take: Take):
    take(events([an_assessed_graduate(a_graduate(f"g{i}"), field="0613") for i in range(12)]))
    (row,) = client.get("/v1/reports/balance?by=field").json["rows"]
    labels = row["group"]["field"]["labels"]
    assert "Information" in labels["en"]
    assert "เทคโนโลยีสารสนเทศ" in labels["th"]
