"""A graduate and a vacancy from the door to the report, in both forms."""

import csv
import io
import json
import statistics
import time
from collections.abc import Iterable

import pytest

from shared.bus.log import Record
from shared.bus.open_log import open_log
from shared.contracts import Message
from shared.contracts.catalogue import ASSESSMENTS, GRADUATES
from shared.settings import SERVICES
from tests.builders import a_survey_post
from tests.e2e.figures import all_figures, ask_report, of_group, report, total
from tests.e2e.kept import reported_versions
from tests.e2e.posting import (
    NDJSON,
    Organisation,
    Posted,
    a_graduate_of,
    a_vacancy_in,
    graduates_of,
    vacancies_in,
)
from tests.e2e.running.http import ask, get, lines
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.parts import note_measured

pytestmark = pytest.mark.slow

TASTERS = "7515"  # food and beverage tasters and graders


@pytest.fixture(scope="module")
def university(system: RunningSystem) -> Organisation:
    return Organisation.of(system, "uni", "university")


@pytest.fixture(scope="module")
def employer(system: RunningSystem) -> Organisation:
    return Organisation.of(system, "firm", "employer")


def in_balance(system: RunningSystem, region: str, measure: str) -> int:
    """Records counted in the region, whatever is suppressed beside it."""
    found = total(report(system, f"balance?region={region}"), measure)
    assert found["status"] == "ok", found
    count: int = found["n"]
    return count


def tasters(system: RunningSystem, region: str) -> int:
    """Vacancies of the region that are counted in the unit group of tasters and graders."""
    found = report(system, f"balance?by=occupation&occupation_digits=4&region={region}")
    try:
        return int(of_group(found, TASTERS, "vacancies")["n"] or 0)
    except KeyError:  # there is no such row
        return 0


def wait_for(system: RunningSystem, region: str, measure: str, count: int) -> None:
    eventually(
        lambda: in_balance(system, region, measure) == count, what=f"{count} {measure} in {region}"
    )


def test_records_posted_singly_together_and_as_lines_are_counted(
    system: RunningSystem, university: Organisation, employer: Organisation
) -> None:
    one, *others = graduates_of("TH-20", 12)
    assert university.post("graduates", one).status == 201
    assert university.post("graduates", others[:5]).json()["created"] == 5
    last = university.post("graduates", lines(others[5:]), content_type=NDJSON)
    assert last.json()["created"] == 6
    one, *others = vacancies_in("TH-20", 12)
    assert employer.post("vacancies", one).status == 201
    assert employer.post("vacancies", others).json()["created"] == 11
    wait_for(system, "TH-20", "graduates", 12)
    wait_for(system, "TH-20", "vacancies", 12)
    found = report(system, "balance?by=region")
    for measure in ("graduates", "vacancies"):
        assert of_group(found, "TH-20", measure)["n"] == 12


def test_a_post_is_in_the_report_within_two_seconds(
    system: RunningSystem,
    university: Organisation,
    employer: Organisation,
    request: pytest.FixtureRequest,
) -> None:
    university.post("graduates", graduates_of("TH-30", 10))
    employer.post("vacancies", vacancies_in("TH-30", 10))
    wait_for(system, "TH-30", "graduates", 10)
    wait_for(system, "TH-30", "vacancies", 10)
    delays = []
    for count in range(11, 18):
        began = time.monotonic()
        university.post("graduates", a_graduate_of("TH-30", f"TH-30-{count}"))
        employer.post("vacancies", a_vacancy_in("TH-30", f"TH-30-{count}"))
        wait_for(system, "TH-30", "graduates", count)
        wait_for(system, "TH-30", "vacancies", count)
        delays.append(time.monotonic() - began)
    median = statistics.median(delays)
    note_measured(
        request.config,
        f"{system.form}: both posts in the report after {median:.2f} s "
        f"(median of {len(delays)}, longest {max(delays):.2f} s)",
    )
    if system.form == "embedded":
        assert median < 2.0


def test_the_mismatch_report_has_the_methods_side_by_side(
    system: RunningSystem, university: Organisation
) -> None:
    clerk = a_survey_post(occupation="4110", level_required=3, job_relation="none")
    university.post("graduates", graduates_of("TH-31", 12, tracer=clerk))
    wait_for(system, "TH-31", "graduates", 12)
    found = report(system, "mismatch?region=TH-31")
    for method in ("normative_b", "self_reported"):
        figure = total(found, "over", dimension="vertical", method=method)
        assert (figure["value"], figure["n"], figure["coverage"]) == (1, 12, 1)
    told = total(found, "mismatch", dimension="horizontal", method="self_reported")
    assert (told["value"], told["n"]) == (1, 12)


def test_a_university_sees_how_its_graduate_was_judged_and_why(
    system: RunningSystem, university: Organisation, employer: Organisation
) -> None:
    posted = a_graduate_of("TH-32", "judged", field=None)
    record = university.post("graduates", posted).json()["record"]
    path = f"graduates/{record}"
    assessed = eventually(lambda: _found(university, path))
    assert assessed["field"]["status"] == "coded"
    assert assessed["occupation"]["code"] == "2512"
    judged = {(j["dimension"], j["method"]): j for j in assessed["judgements"]}
    assert judged["vertical", "normative_b"]["verdict"] == "match"
    assert all(set(j["explanation"]) == {"th", "en"} for j in assessed["judgements"])
    assert employer.matched(path).status == 403
    assert Organisation.of(system, "other-uni", "university").matched(path).status == 404


def test_both_sides_rank_a_pair_alike(
    system: RunningSystem, university: Organisation, employer: Organisation
) -> None:
    record = university.post("graduates", a_graduate_of("TH-33", "ranked")).json()["record"]
    employer.post("vacancies", a_vacancy_in("TH-33", "ranked"))
    for_graduate = eventually(
        lambda: _ranked(university, f"graduates/{record}/vacancies", reference="ranked")
    )
    path = "vacancies/ranked/graduates"
    office = Organisation.of(system, "employment-service", "operator")
    for_vacancy = eventually(lambda: _found(office, f"{path}?provider=firm"))
    assert employer.matched(path).status == 403
    assert for_graduate["score"] in [match["score"] for match in for_vacancy["graduates"]]
    assert all("record" not in match for match in for_vacancy["graduates"])


def test_a_requests_correlation_id_goes_the_whole_way(
    system: RunningSystem, university: Organisation
) -> None:
    mark = f"whole-way-{system.form}"
    posted = a_graduate_of("TH-34", "followed")
    answer = university.post("graduates", posted, headers={"X-Correlation-Id": mark})
    assert answer.headers["x-correlation-id"] == mark
    log = open_log(system.settings().log())
    try:
        for topic in (GRADUATES.name, ASSESSMENTS.name):
            eventually(lambda name=topic: mark in _correlation_ids(log.replay([name])))
    finally:
        log.close()
    for kind in ("lmis.graduate.recorded.v1", "lmis.graduate.assessed.v1"):
        eventually(lambda name=kind: name in _types_taken(system, mark), what=kind)


def test_a_closed_vacancy_leaves_the_stock(system: RunningSystem, employer: Organisation) -> None:
    employer.post("vacancies", vacancies_in("TH-35", 12))
    wait_for(system, "TH-35", "vacancies", 12)
    closing = {"closed_on": "2568-02-01", "filled": True}
    assert employer.put("vacancies/TH-35-0/closing", closing).status == 200
    wait_for(system, "TH-35", "vacancies", 11)


def test_an_erased_graduate_is_gone_everywhere(
    system: RunningSystem, university: Organisation
) -> None:
    results = university.post("graduates", graduates_of("TH-36", 12)).json()["results"]
    wait_for(system, "TH-36", "graduates", 12)
    record = results[0]["record"]
    assert university.matched(f"graduates/{record}").status == 200
    assert university.erase("graduates/TH-36-0").status == 200
    wait_for(system, "TH-36", "graduates", 11)
    assert university.matched(f"graduates/{record}").status == 404
    assert f"uni/{record}" not in reported_versions(system)["graduates"]


def test_a_correction_reaches_the_next_record_the_old_ones_and_the_report(
    system: RunningSystem, employer: Organisation
) -> None:
    titled = {"title": "Bean whisperer", "description": None, "occupation": None}
    employer.post("vacancies", [a_vacancy_in("TH-24", f"bean-{n}", **titled) for n in range(12)])
    wait_for(system, "TH-24", "vacancies", 12)
    assert tasters(system, "TH-24") == 0

    reviewer = Organisation.of(system, "reviewers", "operator")
    asked = {"kind": "title", "record": "bean-0", "provider": "firm", "code": TASTERS}
    made = ask("POST", f"{system.matching}/v1/corrections", key=reviewer.key, body=asked)
    assert (made.status, made.json()["text"]) == (201, "Bean whisperer")
    texts = {"kind": "title", "texts": ["Bean whisperer"]}
    coded = ask("POST", f"{system.matching}/v1/code", key=reviewer.key, body=texts)
    assert coded.json()["results"][0]["decision"]["code"] == TASTERS

    employer.post("vacancies", a_vacancy_in("TH-24", "bean-next", **titled))
    newest = eventually(lambda: _found(employer, "vacancies/bean-next"))
    assert (newest["occupation"]["code"], newest["revision"]) == (TASTERS, 0)
    eventually(lambda: tasters(system, "TH-24") == 13, what="the report follows")
    old = _found(employer, "vacancies/bean-0")
    assert (old["occupation"]["code"], old["version"], old["revision"]) == (TASTERS, 1, 1)
    assert old["occupation"]["evidence"] == "corrected by people ← bean whisperer"
    path = f"{system.matching}/v1/corrections/{made.json()['id']}"
    shown = eventually(lambda: _done(ask("GET", path, key=reviewer.key).json()))
    assert shown["applied"] is True


def test_csv_says_what_json_says(system: RunningSystem) -> None:
    answer = ask_report(system, "balance?by=region", Accept="text/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    found = report(system, "balance?by=region")
    figures = [f for row in [*found["rows"], found["total"]] for f in row["figures"]]
    assert [(row["measure"], row["value"], row["status"]) for row in rows] == [
        (f["measure"], "" if f["value"] is None else str(f["value"]), f["status"]) for f in figures
    ]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_a_page_of_its_api(system: RunningSystem, service: str) -> None:
    page = get(f"{system.url_of(service)}/docs")
    assert page.status == 200
    assert page.headers["content-type"].startswith("text/html")
    assert get(f"{system.url_of(service)}/openapi.json").json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_speaks_both_languages(system: RunningSystem, language: str) -> None:
    page = get(f"{system.page}?lang={language}")
    assert page.status == 200
    assert f'<html lang="{language}"' in page.text()


def test_an_unreadable_event_is_put_aside_and_the_next_is_taken(
    system: RunningSystem, university: Organisation
) -> None:
    log = open_log(system.settings().log())
    log.append([Message(GRADUATES.name, "uni/unreadable", b"{", {"ce_type": "nobody.knows"})])
    log.close()
    university.post("graduates", graduates_of("TH-37", 12))
    wait_for(system, "TH-37", "graduates", 12)
    eventually(lambda: "1 dead letters" in system.lmis("dead-letters", "list"))
    assert "nobody.knows" in system.lmis("dead-letters", "show", "graduates.v1/uni/unreadable")


def test_a_rebuild_gives_the_same_figures(system: RunningSystem) -> None:
    before = all_figures(system)
    assert "replayed" in system.lmis("rebuild")
    assert all_figures(system) == before


def _found(organisation: Organisation, path: str) -> Posted:
    answer = organisation.matched(path)
    assert answer.status == 200, answer.text()
    found: Posted = answer.json()
    return found


def _done(correction: Posted) -> Posted | None:
    return correction if correction["recoding"] == "done" else None


def _ranked(organisation: Organisation, path: str, *, reference: str) -> Posted:
    matches = {match["reference"]: match for match in _found(organisation, path)["vacancies"]}
    found: Posted = matches[reference]
    return found


def _correlation_ids(records: Iterable[Record]) -> set[str | None]:
    return {record.headers.get("ce_correlationid") for record in records}


def _types_taken(system: RunningSystem, mark: str) -> set[str]:
    """Types of the events that the workers of matching and reporting logged under the id."""
    texts = "".join(system.log_of_worker(service) for service in ("matching", "reporting"))
    found = [json.loads(line) for line in texts.splitlines() if mark in line]
    return {line["type"] for line in found if line["message"] == "events taken"}
