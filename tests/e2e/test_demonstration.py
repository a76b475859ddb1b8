"""`make run`: ready within seconds, with keys to try and synthetic records that say so."""

import csv
import io
import re
import time

import pytest

from tests.e2e.conftest import NewSystem
from tests.e2e.figures import ask_live, live, live_answer, newest_record
from tests.e2e.kept import counted
from tests.e2e.posting import Organisation, a_graduate_of
from tests.e2e.running.embedded import SERVER
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem
from tests.support.parts import note_measured

pytestmark = pytest.mark.slow
ALL_REPORTED = "Everything kept is in the reports."
FIRST_RELEASE = "The figures are frozen as release 1.0.0."


def printed_keys(system: RunningSystem) -> dict[str, str]:
    """Role -> key, as they stand on the console."""
    return dict(re.findall(r"^    (\w+) +(lmis_\S+)$", system.log_text(SERVER), re.MULTILINE))


def test_the_demonstration_is_ready_says_its_keys_and_that_it_is_synthetic(
    new_system: NewSystem, request: pytest.FixtureRequest
) -> None:
    began = time.monotonic()
    system = new_system("embedded", LMIS_DEMO="1")
    ready = time.monotonic() - began
    eventually(lambda: ALL_REPORTED in system.log_text(SERVER), within=300, what=ALL_REPORTED)
    reported = time.monotonic() - began
    keys = eventually(lambda: printed_keys(system), what="the keys are printed")
    note_measured(
        request.config,
        f"demonstration: ready after {ready:.1f} s, all reported after {reported:.1f} s",
    )
    assert set(keys) == {"university", "employer", "policymaker", "operator"}

    assert FIRST_RELEASE in system.log_text(SERVER)
    in_rayong, newest = counted(system, "graduates", study_region="TH-21"), newest_record(system)
    university = Organisation(system, keys["university"])
    assert university.post("graduates", a_graduate_of("TH-21", "tried")).status == 201
    eventually(lambda: counted(system, "graduates", study_region="TH-21") == in_rayong + 1)
    eventually(lambda: newest_record(system) > newest, within=150, what="the figures follow")

    balance = live(system, "field-balance")["openings_per_100_graduates"]
    assert balance["status"] == "ok", "the cohorts and the open positions can be compared"
    for version in ("live", "1.0.0"):
        shown = {"region": "TH-10", "version": version}
        answer = live_answer(system, "field-balance", **shown)
        assert "synthetic" in {warning["code"] for warning in answer["warnings"]}
        exported = ask_live(system, "field-balance", **shown, format="csv").body
        lines = csv.DictReader(io.StringIO(exported.decode("utf-8-sig")))
        assert {row["synthetic"] for row in lines} == {"true"}
    assert "ข้อมูลสังเคราะห์" in get(f"{system.page}?lang=th").text()
    assert "synthetic" in get(f"{system.page}?lang=en").text().lower()
