"""Judging in bulk and pairs over HTTP, beside scikit-learn scoring the same facts plainly."""

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.running import clean_up_when_terminated, connection_to, print_results, served
from services.matching.app import MIGRATIONS
from services.matching.mismatch import GraduateJudge, MatchFacts, artefact
from services.matching.mismatch.features import terms
from services.matching.mismatch.model import is_judged
from services.matching.pair_schemas import MOST_PAIRS
from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.taxonomy import isced_f, isco

ROUNDS = 7
ACCESS_MIGRATIONS = "shared.access.migrations"


def main() -> None:
    """Print graduates a second and the time of a full request."""
    clean_up_when_terminated()
    judge, facts = GraduateJudge.load(), _facts(2 * MOST_PAIRS)
    plainly, ours, detail = (
        len(facts) / _seconds(work)
        for work in (
            lambda: _score_plainly(facts),
            lambda: judge.judge_facts(facts),
            lambda: judge.in_detail(facts),
        )
    )
    rows = [
        ["bare scikit-learn, two probabilities", f"{plainly:,.0f}", "1.00"],
        ["all rules and models with reasons", f"{ours:,.0f}", f"{ours / plainly:.2f}"],
        ["the same and nearest changes", f"{detail:,.0f}", f"{detail / plainly:.2f}"],
    ]
    request = f"POST /v1/assess, {MOST_PAIRS:,} pairs: {_over_http():.2f} s (median of {ROUNDS})"
    columns = ["judging", "pairs a second", "of scikit-learn"]
    print_results("python -m benchmarks.assessing", columns, rows, [request])


def _facts(count: int) -> list[MatchFacts]:
    """Every occupation with fields, levels and pays in turn, so that few are alike."""
    pairs = product(isced_f.groups(4), isco.groups(4))
    return [
        MatchFacts(
            employed=True,
            level=5 + number % 4,
            field=frozenset((field,)),
            occupation=frozenset((occupation,)),
            pay_position=number % 97 / 97,
        )
        for number, (field, occupation) in zip(range(count), list(pairs)[::17], strict=False)
    ]


def _score_plainly(facts: Sequence[MatchFacts]) -> None:
    for dimension, fitted in _STORED.dimensions.items():
        judged = [known for known in facts if is_judged(dimension, known)]
        fitted.pipeline.predict_proba([terms(dimension, known) for known in judged])


_STORED = artefact.read()


def _seconds(work: Callable[[], Any]) -> float:
    """Median of the rounds after one that warms up."""
    taken = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def _over_http() -> float:
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        key = _a_key(directory)
        with served("matching", {"LMIS_DATA_DIR": name}, directory) as port:
            connection = connection_to(port)
            return _seconds(lambda: _ask(connection, key))


def _a_key(directory: Path) -> str:
    for service, migrations in (("matching", MIGRATIONS), ("access", ACCESS_MIGRATIONS)):
        upgrade(make_engine(f"sqlite:///{directory / service}.db"), migrations)
    access = AccessStore(make_engine(f"sqlite:///{directory / 'access.db'}"))
    access.add_organisation("uni", "uni", Role.UNIVERSITY)
    return access.issue_key("uni").text


def _ask(connection: http.client.HTTPConnection, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/v1/assess", _REQUEST, headers)
    answer = connection.getresponse()
    results = json.loads(answer.read())["results"]
    if answer.status != http.client.OK or len(results) != MOST_PAIRS:
        raise RuntimeError(f"answered {answer.status} with {len(results)} results")


_REQUEST = json.dumps(
    {
        "pairs": [
            {
                "graduate": {"level": facts.level, "field": next(iter(facts.field))},
                "job": {"occupation": next(iter(facts.occupation)), "level_required": 6},
            }
            for facts in _facts(MOST_PAIRS)
        ]
    }
)


if __name__ == "__main__":
    main()
