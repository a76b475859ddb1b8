"""Universities and employers at work: a steady load, and what was accepted in the end."""

import itertools
import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.builders import a_survey_post
from tests.e2e.persistent import PersistentCaller

# Few kinds of records, so that no group is too small to be published.
_REGIONS = ("TH-10", "TH-20", "TH-50")
_PROGRAMMES = (
    {"programme": "วศ.บ. วิศวกรรมคอมพิวเตอร์", "field": "0613"},
    {"programme": "ศิลปศาสตรบัณฑิต สาขาวิชาภาษาอังกฤษ"},
    {"programme": "Bachelor of Nursing Science", "field": "0913"},
)
_JOBS = (
    {"job_title": "โปรแกรมเมอร์", "occupation": "2512", "level_required": 6},
    {"job_title": "พนักงานขาย", "level_required": 3},
    {"job_title": "Nurse", "occupation": "2221", "level_required": 6},
)
_TITLES = ({"title": "นักพัฒนาซอฟต์แวร์", "occupation": "2512"}, {"title": "พนักงานบัญชี"})


@dataclass
class Accepted:
    """Reference -> the last state that was accepted; erased records are not in it."""

    graduates: dict[str, dict[str, Any]] = field(default_factory=dict)
    vacancies: dict[str, dict[str, Any]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    requests: int = 0

    def add(self, other: "Accepted") -> None:
        self.graduates |= other.graduates
        self.vacancies |= other.vacancies
        self.closed |= other.closed
        self.requests += other.requests


class Worker:
    """Posts records of its own, changes some, erases some graduates and closes some vacancies."""

    def __init__(self, name: str, caller: PersistentCaller, chance: random.Random) -> None:
        self._name = name
        self._caller = caller
        self._chance = chance
        self._accepted = Accepted()

    def work(self, stop: threading.Event, pause: float) -> Accepted:
        """One request after the other until `stop`; what was accepted."""
        for number in itertools.count():
            if stop.wait(pause):
                break
            self._next(f"{self._name}-{number}")
            self._accepted.requests += 1
        return self._accepted

    def _next(self, reference: str) -> None:
        graduates, vacancies = self._accepted.graduates, self._accepted.vacancies
        kind = self._chance.random()
        if kind < 0.10 and graduates:
            self._erase(self._chance.choice(list(graduates)))
        elif kind < 0.30 and graduates:
            self._graduate(self._chance.choice(list(graduates)))
        elif kind < 0.35 and vacancies:
            self._close(self._chance.choice(list(vacancies)))
        elif kind < 0.60:
            self._vacancy(reference)
        else:
            self._graduate(reference)

    def _graduate(self, reference: str) -> None:
        posted = _a_graduate(reference, self._chance)
        self._caller.post_graduates(posted)
        self._accepted.graduates[reference] = posted

    def _erase(self, reference: str) -> None:
        self._caller.erase_graduate(reference)
        del self._accepted.graduates[reference]

    def _vacancy(self, reference: str) -> None:
        posted = _a_vacancy(reference, self._chance)
        self._caller.post_vacancies([posted])
        self._accepted.vacancies[reference] = posted

    def _close(self, reference: str) -> None:
        self._caller.close_vacancy(reference)
        self._accepted.closed.add(reference)


@contextmanager
def steady_load(
    caller: PersistentCaller, seed: int, *, workers: int = 4, pause: float = 0.05
) -> Iterator[Accepted]:
    """Workers post meanwhile; the value is filled in the end with what was accepted."""
    stop = threading.Event()
    accepted = Accepted()
    with ThreadPoolExecutor(workers) as threads:
        working = []
        for number in range(workers):
            worker = Worker(f"w{number}", caller, random.Random(f"{seed}/{number}"))
            working.append(threads.submit(worker.work, stop, pause))
        try:
            yield accepted
        finally:
            stop.set()
        for future in working:
            accepted.add(future.result())


def post_once(caller: PersistentCaller, accepted: Accepted) -> None:
    """The accepted records at their final states, without detours."""
    caller.post_graduates(list(accepted.graduates.values()))
    caller.post_vacancies(list(accepted.vacancies.values()))
    for reference in accepted.closed:
        caller.close_vacancy(reference)


def _a_graduate(reference: str, chance: random.Random) -> dict[str, Any]:
    region = chance.choice(_REGIONS)
    return {
        "reference": reference,
        "level": "ปริญญาตรี",
        "graduation_year": chance.choice((2565, 2566)),
        "study_region": region,
        "skills": ["Python"],
        "tracer": _a_survey(region, chance),
        **chance.choice(_PROGRAMMES),
    }


def _a_survey(region: str, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        return {"status": "unemployed", "surveyed_on": "2567-01-15"}
    answers = a_survey_post(surveyed_on="2567-01-15", work_region=region)
    del answers["occupation"]
    return answers | chance.choice(_JOBS)


def _a_vacancy(reference: str, chance: random.Random) -> dict[str, Any]:
    return {
        "reference": reference,
        "region": chance.choice(_REGIONS),
        "openings": chance.randint(1, 3),
        "posted_on": "2568-01-10",
        **chance.choice(_TITLES),
    }
