"""CSV that no spreadsheet runs and every spreadsheet reads."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.exports.csv import safe, to_csv
from services.reporting.figures import Figure, Interval
from services.reporting.queries.report import Provenance, Report, Row, Table


def a_report(code: str) -> Report:
    figure = Figure(
        measure="share_gap", status="low", reason="few_observations", value=-0.125, n=12,
        interval=Interval(-0.25, None),
    )  # fmt: skip
    table = Table("groups", ("skill",), [Row((code,), [figure])], Row((), [figure.hidden()]))
    return Report("balance", {}, [table], Provenance("m", {}, {}, "2026-01-01", True))


def lines(report: Report) -> list[dict[str, str]]:
    text = to_csv(report, "2026-01-02")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_a_figure_keeps_its_value_interval_status_and_reason():
    group, total = lines(a_report("s1"))
    assert (group["value"], group["low"], group["high"]) == ("-0.125", "-0.25", "")
    assert (group["status"], group["reason"]) == ("low", "few_observations")
    assert (total["value"], total["n"], total["status"]) == ("", "", "suppressed")
    assert group["synthetic"] == "true"


@pytest.mark.parametrize("code", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_looks_like_a_formula_is_made_plain(code: str):
    assert lines(a_report(code))[0]["skill"] == f"'{code}"


@given(st.text())
def test_no_text_starts_as_a_formula_does(text: str):
    assert not str(safe(text)).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.floats(-1, 1))
def test_numbers_stay_numbers(value: float):
    assert safe(value) == value
