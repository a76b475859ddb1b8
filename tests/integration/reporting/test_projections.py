"""What each event comes to in the read model, on both databases."""

from msgspec.structs import replace
from sqlalchemy import Engine, Table, select

from services.reporting.store import assessment_versions, graduate_facts, vacancy_facts
from shared.contracts import (
    REVISIONS,
    AssessedGraduate,
    AssessedVacancy,
    Coding,
    Judgement,
    Pay,
    assessment_version,
    erased,
    recorded,
)
from tests.builders import (
    a_graduate,
    a_survey,
    a_vacancy,
    an_assessed_graduate,
    an_assessed_vacancy,
)
from tests.integration.reporting.conftest import Take


def told(record):
    return recorded(record, source="matching", correlationid="test")


def gone(payload, key: str, record_version: int):
    version = assessment_version(record_version)
    return erased(payload, key, version, source="matching", correlationid="test")


def rows(engine: Engine, table: Table) -> list[dict]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table)).mappings()]


def assessed(version: int = 1, **parts) -> AssessedGraduate:
    graduate = a_graduate(
        version=version, level=6, study_region="TH-50", weight=2.5, synthetic=True,
        tracer=a_survey(job_title="พนักงานขาย", work_region="TH-10", pay=Pay(low=15000, high=20000)),
    )  # fmt: skip
    given = {
        "field": Coding(status="coded", code="0613", probability=0.8),
        "occupation": Coding(status="coded", code="5223", probability=0.7),
        "skills": ("s1", "s2", "s1"),
        "versions": {"isco": "ISCO-08", "mismatch_model": "m1"},
        **parts,
    }
    return AssessedGraduate(record=graduate, **given)


def judged(dimension: str, method: str, verdict: str, **more) -> Judgement:
    return Judgement(dimension=dimension, method=method, verdict=verdict, **more)


def test_an_assessed_graduate_is_one_row_of_facts(engine: Engine, take: Take):
    event = told(assessed())
    take([event])
    (row,) = rows(engine, graduate_facts)
    assert {
        name: row[name]
        for name in ("key", "version", "provider", "synthetic", "recorded_at", "year", "level",
                     "field", "field_status", "occupation", "occupation_status", "study_region",
                     "work_region", "weight", "in_work", "pay_low", "pay_high", "pay_currency")
    } == {
        "key": "uni/g1", "version": 1, "provider": "uni", "synthetic": True,
        "recorded_at": event.time, "year": 2023, "level": 6, "field": "0613",
        "field_status": "coded", "occupation": "5223", "occupation_status": "coded",
        "study_region": "TH-50", "work_region": "TH-10", "weight": 2.5, "in_work": True,
        "pay_low": 15000, "pay_high": 20000, "pay_currency": "THB",
    }  # fmt: skip
    assert row["skills"] == "s1 s2"
    assert [r["versions"] for r in rows(engine, assessment_versions)] == [
        '{"isco":"ISCO-08","mismatch_model":"m1"}'
    ]


def test_every_fact_stands_in_the_column_of_its_name(engine: Engine, take: Take):
    """Rows are made value by value in the order of the columns."""
    pay = Pay(low=1.5, high=2.5, currency="EUR", period="hour")
    tracer = a_survey(
        surveyed_on="2024-05-06", status="self_employed", industry="6201", work_region="TH-11",
        contract="casual", pay=pay, level_required=4, job_relation="partial",
        months_to_first_job=3.5, first_job=False,
    )  # fmt: skip
    graduate = a_graduate(
        level=7, study_region="TH-50", home_region="TH-51", persons=3, tracer=tracer
    )
    take([told(an_assessed_graduate(graduate, field="0613", occupation="2512"))])
    (row,) = rows(engine, graduate_facts)
    assert [row["level"], row["level_required"], row["study_region"], row["home_region"]] == [
        7, 4, "TH-50", "TH-51",
    ]  # fmt: skip
    assert row["persons"] == 3
    stated = {name: getattr(tracer, name) for name in tracer.__struct_fields__ if name in row}
    assert {name: row[name] for name in stated} == stated | {"occupation": "2512"}
    assert (row["employment_status"], row["field_status"]) == ("self_employed", "given")
    assert [row[f"pay_{name}"] for name in pay.__struct_fields__] == [1.5, 2.5, "EUR", "hour"]

    vacancy = a_vacancy(
        region="TH-12", industry="6202", closes_on="2025-03-01", closed_on="2025-02-02",
        filled=True, openings=9, level_required=5, experience_years=1.25, contract="fixed_term",
        pay=pay, duplicate_of="firm/v0",
    )  # fmt: skip
    take([told(an_assessed_vacancy(vacancy, occupation="2411"))])
    (row,) = rows(engine, vacancy_facts)
    stated = {name: getattr(vacancy, name) for name in vacancy.__struct_fields__ if name in row}
    assert {name: row[name] for name in stated} == stated | {
        "occupation": "2411", "skills": None,
    }  # fmt: skip
    assert [row[f"pay_{name}"] for name in pay.__struct_fields__] == [1.5, 2.5, "EUR", "hour"]


def test_a_job_title_is_not_kept(engine: Engine, take: Take):
    take([told(assessed())])
    assert "พนักงานขาย" not in str(rows(engine, graduate_facts))


def test_each_methods_verdict_has_a_column_and_a_direction_goes_before_the_verdict(
    engine: Engine, take: Take
):
    judgements = (
        judged("vertical", "normative_b", "mismatch", direction="over"),
        judged("vertical", "self_reported", "match"),
        judged("vertical", "model", "mismatch", direction="over", probability=0.75),
        judged("horizontal", "rule", "insufficient_evidence", missing=("field",)),
        judged("skill", "rule", "mismatch", direction="under"),
        judged("vertical", "of_a_later_release", "match"),
    )
    take([told(assessed(judgements=judgements))])
    (row,) = rows(engine, graduate_facts)
    assert row["vertical_normative_b"] == "over"
    assert row["vertical_self_reported"] == "match"
    assert (row["vertical_model"], row["vertical_model_probability"]) == ("over", 0.75)
    assert row["horizontal_rule"] == "insufficient_evidence"
    assert row["skill_rule"] == "mismatch"
    assert row["horizontal_self_reported"] is None


def test_a_newer_version_replaces_facts_and_skills_and_an_older_one_changes_nothing(
    engine: Engine, take: Take
):
    take([told(assessed(version=2, skills=("s3",)))])
    take([told(assessed(version=1, skills=("s9",)))])
    take([told(assessed(version=2, skills=("s9",)))])
    assert [r["skills"] for r in rows(engine, graduate_facts)] == ["s3"]
    take([told(assessed(version=3, skills=()))])
    assert [(r["version"], r["skills"]) for r in rows(engine, graduate_facts)] == [(3, None)]


def test_a_record_assessed_anew_replaces_what_was_said_before_under_any_numbering(
    engine: Engine, take: Take
):
    as_told_once = replace(told(assessed(version=7)), recordversion=7)
    take([as_told_once])
    take([told(assessed(version=7, revision=1, skills=("s4",)))])
    take([told(assessed(version=7, skills=("s9",))), as_told_once])
    assert [(r["version"], r["skills"]) for r in rows(engine, graduate_facts)] == [(7, "s4")]
    take([gone(AssessedGraduate, "uni/g1", 8)])
    take([told(assessed(version=7, revision=REVISIONS - 1))])
    assert rows(engine, graduate_facts) == []


def test_an_erased_graduate_leaves_no_row_and_stays_away(engine: Engine, take: Take):
    take([told(assessed(version=1))])
    take([gone(AssessedGraduate, "uni/g1", 2)])
    take([told(assessed(version=1))])
    assert rows(engine, graduate_facts) == []


def test_an_assessed_vacancy_is_one_row_with_its_fields_and_skills(engine: Engine, take: Take):
    vacancy = a_vacancy(
        fields_accepted=("0714", "0613", "0714"), openings=3, closes_on="2025-02-01", region="TH-10"
    )
    record = AssessedVacancy(
        record=vacancy, occupation=Coding(status="given", code="2512"), skills=("s1",)
    )
    take([told(record)])
    (row,) = rows(engine, vacancy_facts)
    assert (row["occupation"], row["openings"], row["region"]) == ("2512", 3, "TH-10")
    assert (row["posted_on"], row["closes_on"], row["closed_on"]) == (
        "2025-01-10", "2025-02-01", None,
    )  # fmt: skip
    assert (row["fields"], row["skills"]) == ("0613 0714", "s1")


def test_an_erased_vacancy_leaves_no_row(engine: Engine, take: Take):
    take([told(an_assessed_vacancy(a_vacancy(fields_accepted=("06",))))])
    take([gone(AssessedVacancy, "firm/v1", 2)])
    assert rows(engine, vacancy_facts) == []


def test_a_graduate_nobody_asked_is_neither_in_work_nor_out_of_it(engine: Engine, take: Take):
    take([told(an_assessed_graduate(a_graduate("silent")))])
    take([told(an_assessed_graduate(a_graduate("jobless", tracer=a_survey(status="unemployed"))))])
    found = {r["key"]: (r["employment_status"], r["in_work"]) for r in rows(engine, graduate_facts)}
    assert found == {"uni/silent": ("unknown", None), "uni/jobless": ("unemployed", False)}
