"""Universities and employers at work: steady posts, each repeated until it is accepted."""

import itertools
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.builders import a_survey_post
from tests.e2e.running.http import Answer, Unanswered, ask
from tests.e2e.running.system import RunningSystem

UNIVERSITY, EMPLOYER = "kill-university", "kill-employer"
PATIENCE = 90.0

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
    """What callers were told is kept: reference -> its last state; erased records are not in it."""

    graduates: dict[str, dict[str, Any]] = field(default_factory=dict)
    vacancies: dict[str, dict[str, Any]] = field(default_factory=dict)
    closings: dict[str, str] = field(default_factory=dict)
    requests: int = 0

    def add(self, other: "Accepted") -> None:
        self.graduates |= other.graduates
        self.vacancies |= other.vacancies
        self.closings |= other.closings
        self.requests += other.requests


@dataclass(frozen=True)
class Keys:
    """The keys of the two organisations that post."""

    university: str
    employer: str

    @classmethod
    def of(cls, system: RunningSystem) -> "Keys":
        return cls(system.new_key(UNIVERSITY, "university"), system.new_key(EMPLOYER, "employer"))


class Caller:
    """One caller's program: it posts records of its own, changes some and erases some."""

    def __init__(self, name: str, system: RunningSystem, keys: Keys, chance: random.Random) -> None:
        self._name = name
        self._system = system
        self._keys = keys
        self._chance = chance
        self._accepted = Accepted()

    def work(self, stop: threading.Event, pause: float) -> Accepted:
        """One request after the other until `stop`; what was accepted in the end."""
        for number in itertools.count():
            if stop.wait(pause):
                break
            self._next(f"{self._name}-{number}")
        return self._accepted

    def _next(self, reference: str) -> None:
        actions = (self._graduate, self._vacancy, self._change, self._erase, self._close)
        (action,) = self._chance.choices(actions, weights=(45, 20, 20, 10, 5))
        action(reference)

    def _graduate(self, reference: str) -> None:
        posted = a_traced_graduate(reference, self._chance)
        self._until_accepted("POST", "graduates", self._keys.university, posted)
        self._accepted.graduates[reference] = posted

    def _vacancy(self, reference: str) -> None:
        posted = an_open_vacancy(reference, self._chance)
        self._until_accepted("POST", "vacancies", self._keys.employer, posted)
        self._accepted.vacancies[reference] = posted

    def _change(self, _: str) -> None:
        if self._accepted.graduates:
            self._graduate(self._chance.choice(list(self._accepted.graduates)))

    def _erase(self, _: str) -> None:
        if self._accepted.graduates:
            gone = self._chance.choice(list(self._accepted.graduates))
            self._until_accepted("DELETE", f"graduates/{gone}", self._keys.university)
            del self._accepted.graduates[gone]

    def _close(self, _: str) -> None:
        if self._accepted.vacancies:
            closed = self._chance.choice(list(self._accepted.vacancies))
            close_vacancy(self._until_accepted, closed, self._keys.employer)
            self._accepted.closings[closed] = CLOSED_ON

    def _until_accepted(self, method: str, path: str, key: str, body: Any = None) -> None:
        until_accepted(self._system, method, path, key, body)
        self._accepted.requests += 1


CLOSED_ON = "2025-02-01"


def close_vacancy(send: Callable[..., None], reference: str, key: str) -> None:
    send("PUT", f"vacancies/{reference}/closing", key, {"closed_on": CLOSED_ON, "filled": True})


def until_accepted(
    system: RunningSystem, method: str, path: str, key: str, body: Any = None
) -> None:
    """Ask again until the answer is 2xx; any refusal that is not "unavailable" is a failure.

    After a request that was not answered, an unknown record is one that was erased by it.
    """
    deadline = time.monotonic() + PATIENCE
    unanswered = False
    while True:
        try:
            answer = ask(method, f"{system.ingestion}/v1/{path}", key=key, body=body, timeout=10)
        except Unanswered:
            unanswered = True
        else:
            if _is_accepted(answer) or (unanswered and (method, answer.status) == ("DELETE", 404)):
                return
            assert answer.status == 503, f"{method} {path}: {answer.status} {answer.text()}"
        assert time.monotonic() < deadline, f"{method} {path} was never accepted"
        time.sleep(0.05)


def _is_accepted(answer: Answer) -> bool:
    return 200 <= answer.status < 300


@contextmanager
def steady_load(
    system: RunningSystem, keys: Keys, seed: int, *, callers: int = 4, pause: float = 0.05
) -> Iterator[Accepted]:
    """Callers at work meanwhile; what they were told is kept is known in the end."""
    stop = threading.Event()
    accepted = Accepted()
    with ThreadPoolExecutor(callers) as threads:
        working: list[Future[Accepted]] = [
            threads.submit(
                Caller(f"c{number}", system, keys, random.Random(f"{seed}/{number}")).work,
                stop, pause,
            )
            for number in range(callers)
        ]  # fmt: skip
        try:
            yield accepted
        finally:
            stop.set()
        for caller in working:
            accepted.add(caller.result())


def post_all(system: RunningSystem, keys: Keys, accepted: Accepted) -> None:
    """The final records once each, undisturbed."""
    graduates, vacancies = list(accepted.graduates.values()), list(accepted.vacancies.values())
    until_accepted(system, "POST", "graduates", keys.university, graduates)
    until_accepted(system, "POST", "vacancies", keys.employer, vacancies)
    for reference in accepted.closings:
        close_vacancy(lambda *request: until_accepted(system, *request), reference, keys.employer)


def a_traced_graduate(reference: str, chance: random.Random) -> dict[str, Any]:
    """One of few kinds of graduates, so that no group is too small to be published."""
    region = chance.choice(_REGIONS)
    return {
        "reference": reference,
        "level": "ปริญญาตรี",
        "graduation_year": chance.choice((2565, 2566)),
        "study_region": region,
        "skills": ["Python"],
        "tracer": _survey(region, chance),
        **chance.choice(_PROGRAMMES),
    }


def _survey(region: str, chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.3:
        return {"status": "unemployed", "surveyed_on": "2567-01-15"}
    answers = a_survey_post(surveyed_on="2567-01-15", work_region=region)
    del answers["occupation"]
    return answers | chance.choice(_JOBS)


def an_open_vacancy(reference: str, chance: random.Random) -> dict[str, Any]:
    """One of few kinds of vacancies, open until it is closed."""
    return {
        "reference": reference,
        "region": chance.choice(_REGIONS),
        "openings": chance.randint(1, 3),
        "posted_on": "2568-01-10",
        **chance.choice(_TITLES),
    }
