"""Coding of job titles: titles a second in batches against the bare encoder, and one by HTTP."""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks.running import (
    clean_up_when_terminated,
    connection_to,
    print_results,
    served,
    with_range,
)
from deploy.databases import migrate_all
from services.matching.coding import lexicon, load_coders
from services.matching.coding.embedding import embed
from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.settings import Settings

ROUNDS = 5
BATCH = 1_000
TITLES = 4_000
SINGLE = 400
_EMPLOYER = "firm"

_START = """
import resource, time
started = time.perf_counter()
from services.matching.brain import load_coders
coders = load_coders()
coders.occupations.decide(["accountant"]), coders.fields.decide(["accounting"])
seconds = time.perf_counter() - started
print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def titles() -> list[str]:
    """Different titles as employers write them: the lexicon's with what adverts put around them."""
    known = [entry.text for entry in lexicon.occupation_entries()]
    around = ("{}", "{} (urgent)", "{} 2 positions", "Senior {}", "{} – Bangkok")
    return [around[n % 5].format(known[n * 37 % len(known)]) for n in range(TITLES)]


def in_batches(asked: Sequence[str]) -> list[tuple[float, float]]:
    """Titles a second coded and merely encoded, round after round in one process."""
    coder = load_coders().occupations
    rounds = []
    for _ in range(ROUNDS + 1):  # the first round warms up
        coded = _rate(lambda batch: coder.code(batch, 5), asked)
        rounds.append((coded, _rate(embed, asked)))
    return rounds[1:]


def _rate(work: Callable[[Sequence[str]], object], asked: Sequence[str]) -> float:
    started = time.perf_counter()
    for first in range(0, len(asked), BATCH):
        work(asked[first : first + BATCH])
    return len(asked) / (time.perf_counter() - started)


def by_http(environment: Mapping[str, str], directory: Path, asked: Sequence[str]) -> list[float]:
    """Milliseconds to the answer about one title, connection kept alive."""
    settings = Settings.from_environment(environment)
    migrate_all(settings)
    headers = {"Authorization": f"Bearer {_key(settings)}", "Content-Type": "application/json"}
    delays = []
    with served("matching", environment, directory) as port:
        connection = connection_to(port)
        for title in ["warm up"] * 20 + list(asked):
            body = json.dumps({"kind": "title", "texts": [title], "top": 5})
            started = time.perf_counter()
            connection.request("POST", "/v1/code", body, headers)
            answer = connection.getresponse()
            answer.read()
            delays.append(1_000 * (time.perf_counter() - started))
            if answer.status != 200:
                raise RuntimeError(f"not coded: {answer.status}")
    return sorted(delays[20:])


def _key(settings: Settings) -> str:
    access = AccessStore(make_engine(settings.database("access")))
    access.add_organisation(_EMPLOYER, "Firm", Role.EMPLOYER)
    text = access.issue_key(_EMPLOYER).text
    access.engine.dispose()
    return text


def start() -> tuple[float, float]:
    """Seconds until a new process has coded its first texts, and MiB it then holds."""
    told = subprocess.run(
        [sys.executable, "-c", _START], capture_output=True, text=True, check=True
    )
    seconds, memory = map(float, told.stdout.split())
    return seconds, memory


def main() -> None:
    """Measure and print."""
    clean_up_when_terminated()
    asked = titles()
    with tempfile.TemporaryDirectory() as directory:
        delays = by_http(_environment(Path(directory)), Path(directory), asked[:SINGLE])
    rounds = in_batches(asked)
    seconds, memory = start()
    print_results(
        "python -m benchmarks.title_coding",
        ("titles/s in batches of 1,000", "encoder alone, texts/s", "ratio",
         "one title by HTTP, p50", "p99", "start", "memory"),
        [(
            with_range([coded for coded, _ in rounds]),
            with_range([encoded for _, encoded in rounds]),
            f"**{sorted(coded / encoded for coded, encoded in rounds)[ROUNDS // 2]:.2f}**",
            f"{delays[len(delays) // 2]:.1f} ms",
            f"{delays[len(delays) * 99 // 100]:.1f} ms",
            f"{seconds:.1f} s",
            f"{memory:.0f} MiB",
        )],
        ["The encoder is the sentence encoder that the coder itself asks, on the same titles."],
    )  # fmt: skip


def _environment(directory: Path) -> dict[str, str]:
    return {"LMIS_DATA_DIR": str(directory)}


if __name__ == "__main__":
    main()
