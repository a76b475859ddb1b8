"""SDMX: identifiers that its readers take, and its own statuses."""

import csv
import io
import re

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.exports.sdmx_codes import OBS_STATUS, code_id, structure_id
from services.reporting.exports.sdmx_csv import to_sdmx_csv
from tests.support.published import a_publication
from tests.unit.reporting.exports.extracts import a_part, expected


@given(st.text(min_size=1), st.text(min_size=1))
def test_codes_become_identifiers_and_no_two_become_one(one: str, other: str):
    assert re.fullmatch(r"[A-Za-z0-9_@$-]+", code_id(one))
    assert (code_id(one) == code_id(other)) == (one == other)


def test_usual_codes_stay_as_they_are():
    assert [code_id(code) for code in ("_T", "06_U", "TH-50", "2026-10")] == [
        "_T", "06_U", "TH-50", "2026-10",
    ]  # fmt: skip
    assert code_id("normative_a~model") == "normative_a$7Emodel"


def test_live_figures_are_no_release_of_the_structure():
    assert structure_id(a_publication("1.2.0"), "graduate-outcomes") == (
        "LMIS:GRADUATE_OUTCOMES(1.2.0)"
    )
    assert structure_id(a_publication("live"), "skills") == "LMIS:SKILLS(0.0.0-live)"


def test_a_suppressed_observation_is_empty_and_confidential():
    extract = a_part()
    found = list(csv.DictReader(io.StringIO(to_sdmx_csv(extract).decode())))
    for line, figure in zip(found, expected(extract).values(), strict=True):
        hidden = figure.status == "suppressed"
        assert line["OBS_STATUS"] == OBS_STATUS[figure.status]
        assert line["CONF_STATUS"] == ("C" if hidden else "F")
        assert (line["OBS_VALUE"] == "") == hidden
