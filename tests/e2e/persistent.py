"""Requests repeated until the system has taken them, as a careful caller's program does."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.e2e.running.http import Unanswered, ask
from tests.e2e.running.system import RunningSystem

PATIENCE = 90.0
EMPLOYERS = 3
"""Figures of fewer are not published."""
CLOSED_ON = "2025-02-01"


@dataclass(frozen=True)
class PersistentCaller:
    """A university and employers whose requests are 2xx in the end, whatever is killed.

    Any refusal but "unavailable" is an AssertionError.
    """

    system: RunningSystem
    university: str
    employers: Sequence[str]

    @classmethod
    def of(cls, system: RunningSystem) -> "PersistentCaller":
        university = system.new_key("university", "university")
        keys = [system.new_key(f"employer-{number}", "employer") for number in range(EMPLOYERS)]
        return cls(system, university, keys)

    def post_graduates(self, body: Any) -> None:
        self._until_accepted("POST", "graduates", self.university, body)

    def post_vacancies(self, body: Sequence[Any]) -> None:
        """Each by the employer whose reference it is."""
        for key in self.employers:
            own = [posted for posted in body if self._employer(posted["reference"]) == key]
            if own:
                self._until_accepted("POST", "vacancies", key, own)

    def erase_graduate(self, reference: str) -> None:
        self._until_accepted("DELETE", f"graduates/{reference}", self.university)

    def close_vacancy(self, reference: str) -> None:
        closing = {"closed_on": CLOSED_ON, "filled": True}
        key = self._employer(reference)
        self._until_accepted("PUT", f"vacancies/{reference}/closing", key, closing)

    def _employer(self, reference: str) -> str:
        return self.employers[sum(reference.encode()) % len(self.employers)]

    def _until_accepted(self, method: str, path: str, key: str, body: Any = None) -> None:
        """After a request whose end is not known, an unknown record is one that it erased."""
        url = f"{self.system.ingestion}/v1/{path}"
        deadline = time.monotonic() + PATIENCE
        unknown = False
        while True:
            try:
                answer = ask(method, url, key=key, body=body, timeout=10)
            except Unanswered:
                pass
            else:
                erased = unknown and (method, answer.status) == ("DELETE", 404)
                if 200 <= answer.status < 300 or erased:
                    return
                assert answer.status == 503, f"{method} {path}: {answer.status} {answer.text()}"
            unknown = True  # the database may have gone away between the commit and its answer
            assert time.monotonic() < deadline, f"{method} {path} was never accepted"
            time.sleep(0.05)
