"""Whatever the form: the same bytes for the same extract, nothing hidden told, origin stated."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from services.reporting.data_sets.long_form import FIGURE_COLUMNS, to_table
from services.reporting.exports import FORMATS
from services.reporting.exports.about import LICENCE, columns, facts, notes
from services.reporting.exports.sdmx_codes import OBS_STATUS
from tests.support.published import a_publication
from tests.unit.reporting.exports.extracts import a_part, an_extract, expected


@pytest.mark.parametrize("name", FORMATS)
def test_equal_extracts_give_equal_bytes(name: str):
    assert FORMATS[name].write(a_part()) == FORMATS[name].write(a_part())


@pytest.mark.parametrize("name", FORMATS)
def test_an_extract_of_no_cells_is_written(name: str):
    extract = an_extract()
    assert FORMATS[name].write(replace(extract, rows=extract.rows[:0]))


@pytest.mark.parametrize("name", FORMATS)
def test_live_figures_are_dated_by_the_moment_they_were_made(name: str):
    live = replace(an_extract().publication, version="live", issued="2026-11-23T10:00:00+00:00")
    assert FORMATS[name].write(replace(an_extract(), publication=live))


@pytest.mark.parametrize("name", FORMATS)
def test_every_form_says_which_release_it_is_of_and_that_it_is_synthetic(name: str):
    body = FORMATS[name].write(an_extract(synthetic=True))
    if name == "xlsx":
        parts = zipfile.ZipFile(io.BytesIO(body))
        body = b"".join(parts.read(part) for part in parts.namelist())
    assert b"1.2.0" in body
    assert b"ynthetic" in body
    assert b"indicators-2" in body


def test_columns_hold_every_figure_in_the_order_asked_for():
    extract = a_part()
    table = to_table(extract)
    names = [dimension.name for dimension in extract.data_set.dimensions]
    assert table.column_names == [*names, *FIGURE_COLUMNS]
    found = {tuple(row[name] for name in (*names, "indicator")): row for row in table.to_pylist()}
    figures = expected(extract)
    assert list(found) == list(figures)
    for key, figure in figures.items():
        told = {name: getattr(figure, name) for name in FIGURE_COLUMNS}
        assert told == {name: found[key][name] for name in FIGURE_COLUMNS}


def test_origin_is_told_in_full_and_the_gravest_note_stands_first():
    live = a_publication("live", synthetic=True)
    assert [note["en"].split()[0] for note in notes(live)] == ["Synthetic", "Provisional", "A"]
    assert len(notes(a_publication(synthetic=False))) == 1
    told = columns(a_publication("1.2.0"), an_extract().data_set.definition)
    assert told["licence"] == LICENCE
    assert "release 1.2.0, 2026-11-23" in told["citation"]
    assert facts(an_extract())["versions"] == {
        "method": "indicators-2",
        "taxonomy": {"isco": ["ISCO-08"]},
        "model": {"model": ["mismatch-2"]},
        "data": "2026-11-22T10:00:00+00:00",
    }


def test_the_documentation_names_every_form_and_status():
    text = (Path(__file__).parents[4] / "docs/formats.md").read_text("utf-8")
    assert [form.name for form in FORMATS.values()
            if f"| `{form.name}` | `{form.media_type}` |" not in text] == []  # fmt: skip
    assert [s for s, code in OBS_STATUS.items() if f"| {s} | {code} |" not in text] == []
