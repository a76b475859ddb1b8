"""The audit log of matching: whose graduate was looked at, by whom, before it was shown."""

from typing import Any

import pytest
from sqlalchemy import select

from services.matching.tables import audit
from shared.audit import digest_of
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.desk import Desk


def entries(desk: Desk) -> list[Any]:
    with desk.engine.connect() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.id)))


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/graduates/g1", {}),
        ("/v1/graduates/g1/vacancies", {}),
        ("/v1/former-assessments", {"noun": "graduates", "record": "g1"}),
    ],
)
def test_looking_at_a_graduate_leaves_an_entry_that_its_university_sees(
    path: str, query: dict[str, str], desk: Desk
) -> None:
    desk.keep(a_graduate(), a_vacancy())
    assert desk.get("uni", path, **query).status_code == 200
    assert desk.get("office", path, provider="uni", **query).status_code == 200
    found = [(e.organisation, e.provider, e.action, e.kind, e.subject) for e in entries(desk)]
    assert found == [(by, "uni", "read", "graduates", "g1") for by in ("uni", "office")]


def test_graduates_listed_for_a_vacancy_are_one_entry(desk: Desk) -> None:
    desk.keep(a_graduate("g1"), a_graduate("g2", provider="other-uni"), a_vacancy())
    assert desk.get("office", "/v1/vacancies/v1/graduates", provider="firm").status_code == 200
    (entry,) = entries(desk)
    assert (entry.provider, entry.subject, entry.count) == (None, None, 2)
    assert entry.digest in (digest_of(["g1", "g2"]), digest_of(["g2", "g1"]))


def test_a_correction_by_a_graduates_record_shows_its_text_and_is_noted(desk: Desk) -> None:
    desk.keep(a_graduate(tracer=a_survey(job_title="โปรแกรมเมอร์")))
    asked = {"kind": "title", "record": "g1", "code": "2512"}
    assert desk.post("uni", "/v1/corrections", asked).status_code == 201
    assert [(entry.action, entry.subject) for entry in entries(desk)] == [("read", "g1")]


def test_what_concerns_no_person_or_is_not_found_leaves_no_entry(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy())
    desk.get("firm", "/v1/vacancies/v1")
    desk.get("firm", "/v1/vacancies/v1/fitting")
    desk.get("firm", "/v1/former-assessments", noun="vacancies", record="v1")
    desk.get("uni", "/v1/graduates/unknown")
    desk.get("other-uni", "/v1/graduates/g1")
    desk.post("uni", "/v1/corrections", {"kind": "title", "text": "กุ๊ก", "code": "5120"})
    assert entries(desk) == []
