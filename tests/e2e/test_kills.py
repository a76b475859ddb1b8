"""Every process killed at random moments under load: nothing lost, nothing twice, same figures.

LMIS_TEST_KILLS says how often (50), LMIS_TEST_SEED repeats an order of kills.
"""

import os
import random
import secrets
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import frozen, newest_record, to_five, totals
from tests.e2e.kept import accepted_versions, is_told, reported_facts, reported_versions
from tests.e2e.load import Accepted, post_once, steady_load
from tests.e2e.persistent import PersistentCaller
from tests.e2e.running.distributed import KAFKA, POSTGRES
from tests.e2e.running.embedded import WORKER
from tests.e2e.running.forms import FORMS
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.parts import note_measured

KILLS = int(os.environ.get("LMIS_TEST_KILLS", "50"))
SEED = int(os.environ.get("LMIS_TEST_SEED", secrets.randbelow(10**6)))
SETTLED_WITHIN = 150.0
RELEASED_ON = "2025-06-01"

# Storage takes seconds to come back, so it is killed just often enough.
_SELDOM = {KAFKA: 2, POSTGRES: 3}
_OFTEN = {WORKER: 3}
_WORK_EVERY = 10
"""So many kills in a row may hit processes that only just start."""


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMS)
def test_kills_lose_nothing_and_change_no_figure(
    form: str, new_system: NewSystem, request: pytest.FixtureRequest
) -> None:
    system = new_system(form)
    caller = PersistentCaller.of(system)
    began = time.monotonic()
    with steady_load(caller, SEED) as accepted:
        kills = kill_at_random(system, random.Random(SEED))
    disturbed = time.monotonic()
    system.wait_ready()
    settle(system, accepted)
    note_measured(
        request.config,
        f"{form}: {sum(kills.values())} kills in {disturbed - began:.0f} s (seed {SEED}): "
        f"{dict(sorted(kills.items()))}; {accepted.requests} requests accepted, "
        f"settled {time.monotonic() - disturbed:.1f} s after the last kill",
    )
    assert set(kills) == set(system.process_names())
    assert system.lmis("dead-letters", "list").startswith("0 dead letters")
    facts, released = reported_facts(system), frozen(system, RELEASED_ON)

    undisturbed = new_system("embedded")  # its facts and releases are those of either form
    post_once(PersistentCaller.of(undisturbed), accepted)
    eventually(lambda: reported_facts(undisturbed) == facts, what="the same facts")
    assert frozen(undisturbed, RELEASED_ON) == released


def kill_at_random(system: RunningSystem, chance: random.Random) -> Counter[str]:
    """Kill processes one after the other, whether or not those before are back."""
    order = order_of_kills(system.process_names(), chance)
    restarts: dict[str, Future[None]] = {}
    with ThreadPoolExecutor(len(system.process_names())) as supervisors:
        for number, name in enumerate(order, start=1):
            if number % _WORK_EVERY == 0:
                wait_for_work(system)
            time.sleep(chance.uniform(0.2, 0.8))
            if name in restarts:
                restarts[name].result()  # only what was started can be killed
            system.kill(name)
            restarts[name] = supervisors.submit(system.start, name)
    for restart in restarts.values():
        restart.result()
    return Counter(order)


def wait_for_work(system: RunningSystem) -> None:
    """Return when a record that is assessed from now on has arrived in the live figures."""
    began = datetime.now(UTC).isoformat(timespec="milliseconds")
    eventually(
        lambda: newest_record(system) > began,
        within=90,
        what="figures follow between the kills",
    )


def order_of_kills(names: Sequence[str], chance: random.Random) -> list[str]:
    """Every process at least once, `KILLS` in all."""
    rest = [name for name in names if name not in _SELDOM]
    order = [name for name in names for _ in range(_SELDOM.get(name, 1))]
    weights = [_OFTEN.get(name, 1) for name in rest]
    order += chance.choices(rest, weights, k=max(0, KILLS - len(order)))
    chance.shuffle(order)
    return order


def settle(system: RunningSystem, accepted: Accepted) -> None:
    """Return when the facts have every accepted record at its last version, and no other."""
    kept = accepted_versions(system)
    assert len(kept["graduates"]) == len(accepted.graduates)
    assert len(kept["vacancies"]) == len(accepted.vacancies)
    eventually(
        lambda: reported_versions(system) == kept, SETTLED_WITHIN, what="the facts have settled"
    )
    is_open = len(accepted.vacancies) - len(accepted.closed)
    eventually(lambda: is_told(system), what="the live figures have settled")
    assert totals(system) == (to_five(len(accepted.graduates)), to_five(is_open))
