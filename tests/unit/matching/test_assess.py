"""Assessing: given codes are kept, texts coded in one call, doubt stated, bytes repeatable."""

import msgspec
import pytest

from services.matching.assess import Assessor
from services.matching.domain import Coders
from services.matching.metrics import CodingMetrics
from shared.contracts import Coding
from shared.taxonomy import isco, skills
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.unit.matching.fakes import DictionaryCoder, ListTally, OneJudge, WordExtractor, coders


def an_assessor(known: Coders | None = None) -> Assessor:
    return Assessor(known or coders(), OneJudge(), ListTally())


def test_a_given_code_is_kept_and_its_text_not_coded() -> None:
    occupations = DictionaryCoder({"programmer": "2514"})
    known = Coders(occupations, DictionaryCoder({}), {})
    graduate = a_graduate(tracer=a_survey(occupation="2512", job_title="programmer"))
    [assessed] = an_assessor(known).graduates([graduate])
    assert assessed.occupation == Coding(status="given", code="2512")
    assert occupations.calls == []


def test_a_text_is_coded_with_its_probability_and_evidence() -> None:
    known = coders(programmes={"วิศวกรรมคอมพิวเตอร์": "0613"}, titles={"โปรแกรมเมอร์": "2514"})
    graduate = a_graduate(programme="วิศวกรรมคอมพิวเตอร์", tracer=a_survey(job_title="โปรแกรมเมอร์"))
    [assessed] = an_assessor(known).graduates([graduate])
    assert assessed.field == Coding(
        status="coded", code="0613", probability=0.9, evidence="วิศวกรรมคอมพิวเตอร์"
    )
    assert assessed.occupation.code == "2514"


def test_a_text_the_coder_abstains_from_is_uncoded_with_the_probability_it_had() -> None:
    [assessed] = an_assessor().vacancies([a_vacancy(title="???")])
    assert assessed.occupation == Coding(status="uncoded", probability=0.1)


def test_a_record_without_code_and_text_is_uncoded() -> None:
    [assessed] = an_assessor().graduates([a_graduate()])
    assert assessed.field == assessed.occupation == Coding(status="uncoded")


def test_a_batch_is_coded_in_one_call_with_each_text_once() -> None:
    occupations = DictionaryCoder({})
    assessor = an_assessor(Coders(occupations, DictionaryCoder({}), {}))
    assessor.vacancies([a_vacancy(f"v{n}", title=t) for n, t in enumerate("abba")])
    assert occupations.calls == [["a", "b"]]


def test_skills_are_recognised_by_label_id_and_uri_and_the_rest_is_counted() -> None:
    python = skills.find("Python (computer programming)")
    assert python is not None
    listed = ("Python (computer programming)", f"http://data.europa.eu/esco/skill/{python}", "zzz")
    tally = ListTally()
    [assessed] = Assessor(coders(), OneJudge(), tally).vacancies([a_vacancy(skills=listed)])
    assert assessed.skills == (python,)
    assert tally.listed_skills == [("vacancy", 1, 1)]
    assert tally.codings == [("vacancy", "uncoded")]


def test_a_vacancy_has_the_skills_listed_first_then_those_its_description_tells_of() -> None:
    sql, python, java = (skills.find(name) for name in ("SQL", "Python", "Java"))
    extractor = WordExtractor()
    assessor = Assessor(coders(), OneJudge(), ListTally(), extractor=lambda: extractor)
    told, silent = assessor.vacancies(
        [
            a_vacancy(skills=("SQL",), description="JAVA, SQL; perl is a plus"),
            a_vacancy("v2", skills=("Python",)),
        ]
    )
    assert told.skills == (sql, java)
    assert silent.skills == (python,)
    assert told.versions["skill_extractor"] == "fake-1"
    assert "skill_extractor" not in silent.versions
    assert len(extractor.calls) == 1


def test_the_judge_sees_codes_and_the_core_skills_of_the_job_held() -> None:
    occupation = next(code for code in isco.groups(4) if skills.core_skills(code))
    judge = OneJudge()
    graduate = a_graduate(field="0613", tracer=a_survey(occupation=occupation))
    [assessed] = Assessor(coders(), judge, ListTally()).graduates([graduate])
    [seen] = judge.seen
    assert (seen.field, seen.occupation) == ("0613", occupation)
    assert seen.required_skills == skills.core_skills(occupation)
    assert [j.verdict for j in assessed.judgements] == ["insufficient_evidence"]


def test_an_assessment_names_the_version_of_everything_that_had_a_say() -> None:
    [assessed] = an_assessor().graduates([a_graduate()])
    assert set(assessed.versions) == {
        "isco", "isced_f", "skills", "correspondence", "occupation_coder", "field_coder", "judge"
    }  # fmt: skip


def test_the_same_record_gives_the_same_bytes_alone_and_in_a_batch() -> None:
    known = coders(titles={"a": "2512"})
    records = [a_vacancy(f"v{n}", title=title) for n, title in enumerate(["a", "b", "a"])]
    alone = [msgspec.json.encode(an_assessor(known).vacancies([r])[0]) for r in records]
    together = [msgspec.json.encode(a) for a in an_assessor(known).vacancies(records)]
    assert alone == together


def test_counts_are_exposed_to_prometheus() -> None:
    from prometheus_client import CollectorRegistry

    registry = CollectorRegistry()
    Assessor(coders(), OneJudge(), CodingMetrics(registry)).vacancies([a_vacancy(skills=("zzz",))])
    codings = {"subject": "vacancy", "status": "uncoded"}
    assert registry.get_sample_value("lmis_matching_codings_total", codings) == 1
    unknown = {"subject": "vacancy", "recognised": "no"}
    assert registry.get_sample_value("lmis_matching_skills_total", unknown) == 1


@pytest.mark.parametrize("count", [0, 3])
def test_any_number_of_records_is_assessed(count: int) -> None:
    records = [a_graduate(f"g{n}") for n in range(count)]
    assert [a.record for a in an_assessor().graduates(records)] == records
