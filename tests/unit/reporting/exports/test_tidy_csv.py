"""CSV that no spreadsheet runs and every spreadsheet reads."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.data_sets import DataSet, Dimension, Extract, Member, whole
from services.reporting.exports.tidy_csv import BYTE_ORDER_MARK, FORMULA_SIGNS, safe, to_csv
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator
from tests.unit.reporting.exports.extracts import a_part, expected


def lines(extract: Extract) -> list[dict[str, str]]:
    body = to_csv(extract)
    assert body.startswith(BYTE_ORDER_MARK)
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_every_figure_keeps_its_value_bounds_and_status():
    extract = a_part()
    found = lines(extract)
    for line, figure in zip(found, expected(extract).values(), strict=True):
        assert (line["indicator"], line["status"]) == (figure.indicator, figure.status)
        assert line["reason"] == (figure.reason or "")
        for name in ("value", "low", "high", "n", "coverage", "uncoded"):
            stated = getattr(figure, name)
            assert (float(line[name]) if line[name] else None) == stated


def test_a_suppressed_figure_is_empty_with_its_status():
    hidden = [line for line in lines(a_part()) if line["status"] == "suppressed"]
    assert hidden
    assert {(line["value"], line["n"], line["reason"]) for line in hidden} == {
        ("", "", "disclosure")
    }


def test_column_names_are_english_without_spaces_and_labels_in_both_languages():
    found = lines(a_part())
    first = next(line for line in found if line["region"] != "_T")
    assert all(name.isascii() and name.isidentifier() for name in first)
    assert (first["region"], first["region_th"]) == ("TH-50", "region TH-50 (ไทย)")
    assert first["unit"] == "baht"


def a_named(label: str) -> DataSet:
    labels = {"th": label, "en": label}
    member = Member("x", labels, "skill")
    skill = Dimension("skill", labels, "none", (member,))
    return a_data_set("skills", (skill, a_dimension("year", ())), (an_indicator("share_gap"),))


@pytest.mark.parametrize("label", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", 'a,"b"\nc'])
def test_text_that_looks_like_a_formula_is_made_plain(label: str):
    told = lines(whole(a_publication("1.0.0", a_named(label)), "skills"))[0]["skill_en"]
    assert told == (f"'{label}" if label.startswith(FORMULA_SIGNS) else label)


def test_numbers_below_zero_stay_numbers():
    data_set = a_named("x")
    data_set.figures.value[:] = -1.5
    assert lines(whole(a_publication("1.0.0", data_set), "skills"))[0]["value"] == "-1.5"


@given(st.text())
def test_no_text_starts_as_a_formula_does(text: str):
    assert not str(safe(text)).startswith(FORMULA_SIGNS)
