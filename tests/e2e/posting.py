"""Callers with keys of their own, for tests that share a running system."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.builders import a_graduate_post, a_survey_post, a_vacancy_post
from tests.e2e.running.http import Answer, ask, get
from tests.e2e.running.system import RunningSystem

Posted = dict[str, Any]
NDJSON = "application/x-ndjson"


@dataclass(frozen=True)
class Organisation:
    """An organisation that asks with its key."""

    system: RunningSystem
    key: str

    @classmethod
    def of(cls, system: RunningSystem, name: str, role: str) -> "Organisation":
        return cls(system, system.new_key(name, role))

    def post(self, noun: str, body: Any, **options: Any) -> Answer:
        """To the door; a single record, many, or bytes."""
        url = f"{self.system.ingestion}/v1/{noun}"
        return ask("POST", url, key=self.key, body=body, **options)

    def put(self, path: str, body: Any) -> Answer:
        return ask("PUT", f"{self.system.ingestion}/v1/{path}", key=self.key, body=body)

    def erase(self, path: str) -> Answer:
        return ask("DELETE", f"{self.system.ingestion}/v1/{path}", key=self.key)

    def kept(self, path: str) -> Answer:
        """What the door has."""
        return get(f"{self.system.ingestion}/v1/{path}", key=self.key)

    def matched(self, path: str) -> Answer:
        """From matching."""
        return get(f"{self.system.matching}/v1/{path}", key=self.key)


def a_graduate_of(region: str, reference: str, **changes: Any) -> Posted:
    """A graduate in work, of studies in the region."""
    survey = changes.pop("tracer", None) or a_survey_post(work_region=region)
    return a_graduate_post(reference=reference, study_region=region, tracer=survey, **changes)


def graduates_of(region: str, count: int, **changes: Any) -> list[Posted]:
    """So many that their group is not too small to be published."""
    return [a_graduate_of(region, f"{region}-{number}", **changes) for number in range(count)]


def a_vacancy_in(region: str, reference: str, **changes: Any) -> Posted:
    """A vacancy that is open until it is closed."""
    return a_vacancy_post(reference=reference, region=region, closes_on=None, **changes)


def vacancies_in(region: str, count: int, **changes: Any) -> list[Posted]:
    return [a_vacancy_in(region, f"{region}-{number}", **changes) for number in range(count)]


def post_in_turn(employers: Sequence[Organisation], vacancies: Sequence[Posted]) -> None:
    """Each employer posts as many as the others: of three no figure gives one away."""
    for number, employer in enumerate(employers):
        answer = employer.post("vacancies", list(vacancies[number :: len(employers)]))
        assert answer.status == 200, answer.text()
