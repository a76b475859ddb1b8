"""A wrong code, a person's correction, and everything that follows from it, over HTTP."""

from typing import Any

import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import of_group, report
from tests.e2e.posting import Organisation, a_vacancy_in
from tests.e2e.running.http import ask
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem

pytestmark = pytest.mark.slow

REGION, HOUSE_TITLE = "TH-24", "Bean whisperer"
TASTERS = "7515"  # food and beverage tasters and graders
COUNT = 12  # enough for a figure to be published


def test_a_correction_reaches_the_next_record_the_old_ones_and_the_report(
    new_system: NewSystem,
) -> None:
    system = new_system("embedded")
    employer = Organisation.of(system, "roastery", "employer")
    operator = Organisation.of(system, "ministry", "operator")
    titled = {"title": HOUSE_TITLE, "description": None, "occupation": None}
    adverts = [a_vacancy_in(REGION, f"bean-{n}", **titled) for n in range(COUNT)]
    assert employer.post("vacancies", adverts).json()["created"] == COUNT
    eventually(lambda: vacancies(system) == COUNT, what="the vacancies are in the report")
    assert in_group(system) == 0
    assert assessed(employer, "bean-0")["occupation"]["code"] != TASTERS

    asked = {"kind": "title", "record": "bean-0", "provider": "roastery", "code": TASTERS}
    made = ask("POST", f"{system.matching}/v1/corrections", key=operator.key, body=asked)
    assert made.status == 201, made.text()
    assert made.json()["text"] == HOUSE_TITLE

    coded = ask(
        "POST",
        f"{system.matching}/v1/code",
        key=operator.key,
        body={"kind": "title", "texts": [HOUSE_TITLE]},
    )
    assert coded.json()["results"][0]["decision"]["code"] == TASTERS
    employer.post("vacancies", a_vacancy_in(REGION, "bean-next", **titled))
    newest = eventually(lambda: assessed(employer, "bean-next"))
    assert (newest["occupation"]["code"], newest["revision"]) == (TASTERS, 0)
    eventually(lambda: in_group(system) == COUNT + 1, what="the report follows")
    old = assessed(employer, "bean-0")
    assert (old["occupation"]["code"], old["version"], old["revision"]) == (TASTERS, 1, 1)
    assert old["occupation"]["evidence"] == f"corrected by people ← {HOUSE_TITLE.lower()}"
    path = f"{system.matching}/v1/corrections/{made.json()['id']}"
    shown = ask("GET", path, key=operator.key).json()
    assert (shown["recoding"], shown["applied"]) == ("done", True)


def vacancies(system: RunningSystem) -> int:
    return int(of_group(report(system, "balance?by=region"), REGION, "vacancies")["n"])


def in_group(system: RunningSystem) -> int:
    """Vacancies of the region that the report counts under the corrected occupation."""
    query = f"balance?by=occupation&occupation_digits=4&region={REGION}"
    try:
        return int(of_group(report(system, query), TASTERS, "vacancies")["n"] or 0)
    except KeyError:
        return 0


def assessed(employer: Organisation, reference: str) -> dict[str, Any]:
    answer = employer.matched(f"vacancies/{reference}")
    assert answer.status == 200, answer.text()
    found: dict[str, Any] = answer.json()
    return found
