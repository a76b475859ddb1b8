"""A graduate and a vacancy from the door to the figures, in both forms."""

import csv
import io
import statistics
import time
from collections.abc import Sequence

import pytest

from shared.bus.open_log import open_log
from shared.contracts import Message
from shared.contracts.catalogue import ASSESSMENTS, GRADUATES
from shared.settings import SERVICES
from tests.builders import a_survey_post
from tests.e2e.asking import (
    coded_as,
    correlation_ids,
    done,
    matched,
    ranked,
    types_taken,
    wait_for,
    wait_told,
)
from tests.e2e.figures import ask_live, frozen, live, live_answer
from tests.e2e.kept import counted, is_told, reported_facts, reported_versions
from tests.e2e.posting import (
    NDJSON,
    Organisation,
    a_graduate_of,
    a_vacancy_in,
    graduates_of,
    post_in_turn,
    vacancies_in,
)
from tests.e2e.running.http import ask, get, lines
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.parts import note_measured

pytestmark = pytest.mark.slow

TASTERS = "7515"  # food and beverage tasters and graders
RELEASED_ON = "2025-06-01"


@pytest.fixture(scope="module")
def university(system: RunningSystem) -> Organisation:
    """With a key as an operator makes it."""
    made = system.lmis("keys", "create", "uni", "--role", "university")
    return Organisation(system, made.strip())


@pytest.fixture(scope="module")
def employers(system: RunningSystem) -> Sequence[Organisation]:
    """Figures of fewer than three are not published."""
    return [Organisation.of(system, name, "employer") for name in ("firm", "works", "shop")]


@pytest.fixture(scope="module")
def employer(employers: Sequence[Organisation]) -> Organisation:
    """The firm."""
    return employers[0]


def test_live_figures_have_the_methods_side_by_side(
    system: RunningSystem, university: Organisation
) -> None:
    clerk = a_survey_post(occupation="4110", level_required=3, job_relation="none")
    university.post("graduates", graduates_of("TH-31", 15, tracer=clerk))
    wait_for(system, "TH-31", "graduates", 15)
    eventually(lambda: is_told(system), what="the figures follow")
    found = live(system, "graduate-outcomes", region="TH-31")
    for name in ("over_normative_b", "over_self_reported", "field_mismatch_self_reported"):
        figure = found[name]
        assert (figure["value"], figure["n"], figure["coverage"]) == (100, 15, 1), name


def test_records_posted_singly_together_and_as_lines_are_counted(
    system: RunningSystem, university: Organisation, employers: Sequence[Organisation]
) -> None:
    one, *others = graduates_of("TH-20", 17)
    assert university.post("graduates", one).status == 201
    assert university.post("graduates", others[:10]).json()["created"] == 10
    last = university.post("graduates", lines(others[10:]), content_type=NDJSON)
    assert last.json()["created"] == 6
    one, *others = vacancies_in("TH-20", 15)
    assert employers[0].post("vacancies", one).status == 201
    assert employers[0].post("vacancies", others[:4]).json()["created"] == 4
    last = employers[1].post("vacancies", lines(others[4:9]), content_type=NDJSON)
    assert last.json()["created"] == 5
    assert employers[2].post("vacancies", others[9:]).json()["created"] == 5
    wait_for(system, "TH-20", "graduates", 17)
    wait_for(system, "TH-20", "vacancies", 15)
    assert wait_told(system, "graduates") == 30
    assert wait_told(system, "vacancies") == 15


def test_a_post_is_in_the_facts_within_two_seconds_and_live_figures_follow(
    system: RunningSystem,
    university: Organisation,
    employer: Organisation,
    request: pytest.FixtureRequest,
) -> None:
    university.post("graduates", graduates_of("TH-30", 11))
    wait_for(system, "TH-30", "graduates", 11)
    delays, told = [], []
    for count in range(12, 19):
        began = time.monotonic()
        university.post("graduates", a_graduate_of("TH-30", f"TH-30-{count}"))
        employer.post("vacancies", a_vacancy_in("TH-20", f"more-{count}"))
        wait_for(system, "TH-30", "graduates", count)
        wait_for(system, "TH-20", "vacancies", count + 4)
        delays.append(time.monotonic() - began)
        if count in (14, 18):
            eventually(lambda: is_told(system), what="the figures follow")
            told.append(time.monotonic() - began)
    median = statistics.median(delays)
    note_measured(
        request.config,
        f"{system.form}: both posts in the facts after {median:.2f} s "
        f"(median of {len(delays)}, longest {max(delays):.2f} s), "
        f"live figures of them after {' and '.join(f'{seconds:.1f} s' for seconds in told)}",
    )
    if system.form == "embedded":
        assert median < 2.0


def test_a_university_sees_how_its_graduate_was_judged_and_why(
    system: RunningSystem, university: Organisation, employer: Organisation
) -> None:
    posted = a_graduate_of("TH-20", "judged", field=None)
    record = university.post("graduates", posted).json()["record"]
    path = f"graduates/{record}"
    assessed = eventually(lambda: matched(university, path))
    assert assessed["field"]["status"] == "coded"
    assert assessed["occupation"]["code"] == "2512"
    judged = {(j["dimension"], j["method"]): j for j in assessed["judgements"]}
    assert judged["vertical", "normative_b"]["verdict"] == "match"
    assert all(set(j["explanation"]) == {"th", "en"} for j in assessed["judgements"])
    coding = eventually(lambda: university.kept(path).json()["coding"])
    assert coding["field"]["code"] == assessed["field"]["code"]
    assert coding["coders"] == assessed["versions"]
    assert employer.matched(path).status == 403
    assert Organisation.of(system, "other-uni", "university").matched(path).status == 404


def test_both_sides_rank_a_pair_alike(
    system: RunningSystem, university: Organisation, employer: Organisation
) -> None:
    record = university.post("graduates", a_graduate_of("TH-20", "ranked")).json()["record"]
    employer.post("vacancies", a_vacancy_in("TH-20", "ranked"))
    for_graduate = eventually(
        lambda: ranked(university, f"graduates/{record}/vacancies", reference="ranked")
    )
    path = "vacancies/ranked/graduates"
    office = Organisation.of(system, "employment-service", "operator")
    for_vacancy = eventually(lambda: matched(office, f"{path}?provider=firm"))
    assert employer.matched(path).status == 403
    assert for_graduate["score"] in [match["score"] for match in for_vacancy["graduates"]]
    assert all("record" not in match for match in for_vacancy["graduates"])


def test_a_requests_correlation_id_goes_the_whole_way(
    system: RunningSystem, university: Organisation
) -> None:
    mark = f"whole-way-{system.form}"
    posted = a_graduate_of("TH-20", "followed")
    answer = university.post("graduates", posted, headers={"X-Correlation-Id": mark})
    assert answer.headers["x-correlation-id"] == mark
    log = open_log(system.settings().log())
    try:
        for topic in (GRADUATES.name, ASSESSMENTS.name):
            eventually(lambda name=topic: mark in correlation_ids(log.replay([name])))
    finally:
        log.close()
    for kind in ("lmis.graduate.recorded.v1", "lmis.graduate.assessed.v1"):
        eventually(lambda name=kind: name in types_taken(system, mark), what=kind)


def test_a_closed_vacancy_leaves_the_stock(
    system: RunningSystem, employers: Sequence[Organisation]
) -> None:
    post_in_turn(employers, vacancies_in("TH-35", 15))
    wait_for(system, "TH-35", "vacancies", 15)
    before = wait_told(system, "vacancies")
    closing = {"closed_on": "2568-02-01", "filled": True}
    for number in range(5):
        employer = employers[number % len(employers)]
        assert employer.put(f"vacancies/TH-35-{number}/closing", closing).status == 200
    wait_for(system, "TH-35", "vacancies", 10)
    assert wait_told(system, "vacancies") == before - 5


def test_an_erased_graduate_is_gone_everywhere(
    system: RunningSystem, university: Organisation
) -> None:
    results = university.post("graduates", graduates_of("TH-36", 13)).json()["results"]
    wait_for(system, "TH-36", "graduates", 13)
    before = wait_told(system, "graduates")
    record = results[0]["record"]
    assert university.matched(f"graduates/{record}").status == 200
    for number in range(5):
        assert university.erase(f"graduates/TH-36-{number}").status == 200
    wait_for(system, "TH-36", "graduates", 8)
    assert wait_told(system, "graduates") == before - 5
    assert university.matched(f"graduates/{record}").status == 404
    assert f"uni/{record}" not in reported_versions(system)["graduates"]


def test_a_correction_reaches_the_next_record_the_old_ones_and_the_figures(
    system: RunningSystem, employers: Sequence[Organisation]
) -> None:
    employer = employers[0]
    titled = {"title": "Bean whisperer", "description": None, "occupation": None}
    post_in_turn(employers, [a_vacancy_in("TH-24", f"bean-{n}", **titled) for n in range(15)])
    wait_for(system, "TH-24", "vacancies", 15)
    assert counted(system, "vacancies", occupation=TASTERS) == 0

    reviewer = Organisation.of(system, "reviewers", "operator")
    asked = {"kind": "title", "record": "bean-0", "provider": "firm", "code": TASTERS}
    made = ask("POST", f"{system.matching}/v1/corrections", key=reviewer.key, body=asked)
    assert (made.status, made.json()["text"]) == (201, "Bean whisperer")
    texts = {"kind": "title", "texts": ["Bean whisperer"]}
    coded = ask("POST", f"{system.matching}/v1/code", key=reviewer.key, body=texts)
    assert coded.json()["results"][0]["decision"]["code"] == TASTERS

    employer.post("vacancies", a_vacancy_in("TH-24", "bean-next", **titled))
    newest = eventually(lambda: matched(employer, "vacancies/bean-next"))
    assert (newest["occupation"]["code"], newest["revision"]) == (TASTERS, 0)
    eventually(
        lambda: counted(system, "vacancies", occupation=TASTERS) == 16, what="the facts follow"
    )
    eventually(lambda: is_told(system), what="the figures follow")
    assert ask_live(system, "vacancies", occupation=TASTERS).status == 200  # it is known now
    old = matched(employer, "vacancies/bean-0")
    assert (old["occupation"]["code"], old["version"], old["revision"]) == (TASTERS, 1, 1)
    assert old["occupation"]["evidence"] == "corrected by people ← bean whisperer"
    heard = eventually(lambda: coded_as(employer, "vacancies/bean-0", TASTERS))
    assert heard["coders"] == old["versions"]
    path = f"{system.matching}/v1/corrections/{made.json()['id']}"
    shown = eventually(lambda: done(ask("GET", path, key=reviewer.key).json()))
    assert shown["applied"] is True


def test_csv_says_what_json_says(system: RunningSystem) -> None:
    asked = {"region.depth": "province", "indicators": "graduates,vacancies,openings"}
    answer = ask_live(system, "field-balance", **asked, format="csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    shown = [
        (*cell["cell"].values(), name, figure["value"], figure["status"])
        for cell in live_answer(system, "field-balance", **asked)["results"]
        for name, figure in cell["figures"].items()
    ]
    columns = ("year", "level", "field", "region", "indicator", "value", "status")
    read = [tuple(row[name] for name in columns) for row in rows]
    assert shown
    assert [(*r[:5], float(r[5]) if r[5] else None, r[6]) for r in read] == shown


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


def test_a_rebuild_gives_the_same_facts_and_figures(system: RunningSystem) -> None:
    before = reported_facts(system)
    assert frozen(system, RELEASED_ON)
    assert "replayed" in system.lmis("rebuild")
    assert reported_facts(system) == before
    with pytest.raises(AssertionError, match="nothing changed since release"):
        frozen(system, RELEASED_ON, "1.0.1")
