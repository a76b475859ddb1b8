"""The tables hold together and use codes that exist."""

from deploy.demonstration import ORGANISATIONS
from deploy.demonstration.organisations import EMPLOYERS, UNIVERSITIES
from deploy.demonstration.tables import jobs, programmes, provinces, section
from shared.access import Role
from shared.taxonomy import isced_f, isco, isic, regions

PROGRAMMES = [programme for level in (3, 5, 6, 7, 8) for programme in programmes(level)]


def test_every_code_exists() -> None:
    for job in jobs().values():
        assert isco.is_code(job.isco)
        assert all(isic.is_code(industry) for industry in job.industries)
        assert all(isced_f.is_code(field) for field in job.fields)
    for programme in PROGRAMMES:
        assert isced_f.is_code(programme.field)
        assert all(code in jobs() for code in programme.jobs)


def test_every_province_is_there_once() -> None:
    assert [province.code for province in provinces()] == regions.provinces()


def test_someone_teaches_every_programme_and_hires_for_every_job() -> None:
    for programme in PROGRAMMES:
        assert any(
            programme.level in university.levels
            and programme.field.startswith(university.fields or "")
            for university in UNIVERSITIES
        )
    for job in jobs().values():
        for industry in job.industries:
            assert any(section(industry) in employer.industries for employer in EMPLOYERS)


def test_every_role_has_an_organisation_and_every_name_says_that_it_is_synthetic() -> None:
    assert {organisation.role for organisation in ORGANISATIONS} == set(Role)
    assert all("(ข้อมูลสังเคราะห์)" in organisation.name for organisation in ORGANISATIONS)
    assert len({organisation.id for organisation in ORGANISATIONS}) == len(ORGANISATIONS)
