"""`make run`: ready within seconds, with keys to try and synthetic records that say so."""

import csv
import io
import re
import time

import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import ask_report, report, total
from tests.e2e.posting import Organisation, a_graduate_of
from tests.e2e.running.embedded import SERVER
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.parts import note_measured

pytestmark = pytest.mark.slow
READY_WITHIN = 10.0
ALL_REPORTED = "Everything kept is in the reports."


def printed_keys(system: RunningSystem) -> dict[str, str]:
    """Role -> key, as they stand on the console."""
    return dict(re.findall(r"^    (\w+) +(lmis_\S+)$", system.log_text(SERVER), re.MULTILINE))


def test_the_demonstration_is_ready_says_its_keys_and_that_it_is_synthetic(
    new_system: NewSystem, request: pytest.FixtureRequest
) -> None:
    began = time.monotonic()
    system = new_system("embedded", LMIS_DEMO="1")
    ready = time.monotonic() - began
    eventually(lambda: ALL_REPORTED in system.log_text(SERVER), within=150, what=ALL_REPORTED)
    reported = time.monotonic() - began
    keys = eventually(lambda: printed_keys(system), what="the keys are printed")
    note_measured(
        request.config,
        f"demonstration: ready after {ready:.1f} s, all reported after {reported:.1f} s",
    )
    assert ready < READY_WITHIN
    assert set(keys) == {"university", "employer", "policymaker", "operator"}

    before = total(report(system, "balance"), "graduates")["n"]
    university = Organisation(system, keys["university"])
    assert university.post("graduates", a_graduate_of("TH-20", "tried")).status == 201
    eventually(lambda: total(report(system, "balance"), "graduates")["n"] == before + 1)

    found = report(system, "balance?by=region")
    assert found["synthetic"] is True
    shown = ask_report(system, "balance?by=region", Accept="text/csv").body.decode("utf-8-sig")
    assert {row["synthetic"] for row in csv.DictReader(io.StringIO(shown))} == {"true"}
    assert "ข้อมูลสังเคราะห์" in get(f"{system.page}?lang=th").text()
    assert "synthetic" in get(f"{system.page}?lang=en").text().lower()
