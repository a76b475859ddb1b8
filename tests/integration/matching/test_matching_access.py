"""Who reaches which record of matching."""

import pytest

from tests.builders import a_graduate, a_vacancy
from tests.integration.matching.desk import Desk, pointers


@pytest.mark.parametrize("path", ["/v1/graduates/g1", "/v1/graduates/g1/vacancies"])
def test_a_university_reaches_only_its_own_graduates(desk: Desk, path: str) -> None:
    desk.keep(a_graduate(), a_vacancy())
    assert desk.get("uni", path).status_code == 200
    assert desk.get("uni", path, provider="uni").status_code == 200
    assert desk.get("other-uni", path).status_code == 404
    assert desk.get("other-uni", path, provider="uni").status_code == 403
    for organisation in ("firm", "ministry"):
        assert desk.get(organisation, path).status_code == 403
    assert desk.client.get(path).status_code == 401


@pytest.mark.parametrize("path", ["/v1/vacancies/v1", "/v1/vacancies/v1/fitting"])
def test_an_employer_reaches_only_its_own_vacancies(desk: Desk, path: str) -> None:
    desk.keep(a_graduate(), a_vacancy())
    assert desk.get("firm", path).status_code == 200
    assert desk.get("other-firm", path).status_code == 404
    assert desk.get("other-firm", path, provider="firm").status_code == 403
    for organisation in ("uni", "ministry"):
        assert desk.get(organisation, path).status_code == 403
    assert desk.client.get(path).status_code == 401


def test_no_employer_sees_graduates_one_by_one_not_even_for_its_own_vacancy(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy())
    path = "/v1/vacancies/v1/graduates"
    for organisation in ("firm", "other-firm", "uni", "ministry"):
        assert desk.get(organisation, path).status_code == 403
        assert desk.get(organisation, path, provider="firm").status_code == 403
    assert desk.client.get(path).status_code == 401
    assert desk.get("office", path, provider="firm").status_code == 200


def test_an_operator_names_the_provider_and_reaches_any_record(desk: Desk) -> None:
    desk.keep(a_graduate(), a_vacancy())
    assert desk.get("office", "/v1/graduates/g1", provider="uni").status_code == 200
    path = "/v1/vacancies/v1/graduates"
    assert desk.get("office", path, provider="firm").status_code == 200
    unnamed = desk.get("office", "/v1/graduates/g1")
    assert (unnamed.status_code, pointers(unnamed)) == (422, [("?provider", "required")])


@pytest.mark.parametrize(
    ("organisation", "path"),
    [
        ("uni", "/v1/graduates/none"),
        ("uni", "/v1/graduates/none/vacancies"),
        ("firm", "/v1/vacancies/none"),
        ("firm", "/v1/vacancies/none/fitting"),
    ],
)
def test_an_unknown_record_is_not_found(desk: Desk, organisation: str, path: str) -> None:
    assert desk.get(organisation, path).status_code == 404
    office = desk.get("office", "/v1/vacancies/none/graduates", provider="firm")
    assert office.status_code == 404
