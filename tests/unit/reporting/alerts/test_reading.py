"""A rule's figure: found by name, zero where nothing was counted, unknown where nobody can say."""

from typing import Any

import numpy as np
import pytest

from services.reporting.alerts.reading import Reading, read
from services.reporting.alerts.rules import Rule
from services.reporting.alerts.wording import texts
from services.reporting.data_sets import DataSet, Dimension, Publication
from services.reporting.data_sets.naming import faults_of
from services.reporting.data_sets.table import STATUSES
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator

OCCUPATIONS = a_dimension("occupation", ("2512", "2513"))
REGIONS = a_dimension("region", ("TH-20", "TH-50"))
SKILLS = a_dimension("skill", ("python", "welding"))
INDICATORS = (an_indicator("vacancies", "records"), an_indicator("tightness", "ratio"))


def without(data_set: DataSet, **codes: str) -> DataSet:
    """The table less the cells with these codes."""
    named = [data_set.among(name, [code]) for name, code in codes.items()]
    gone = set.intersection(*(set(rows.tolist()) for rows in named))
    kept = np.array([row for row in range(len(data_set)) if row not in gone], np.int64)
    return DataSet(
        data_set.definition, data_set.dimensions, data_set.cells[kept], data_set.figures.taken(kept)
    )


def balance() -> DataSet:
    return a_data_set("occupation-balance", (OCCUPATIONS, REGIONS), INDICATORS)


def reading(data_set: DataSet, indicator: str, **cell: str) -> Reading | None:
    rule = Rule(
        data_set="occupation-balance", indicator=indicator, cell=cell, comparison="above",
        threshold=3,
    )  # fmt: skip
    return read(a_publication("1.0.0", data_set), rule)


def test_dimensions_not_named_are_everything_together() -> None:
    data_set = balance()
    found = reading(data_set, "vacancies", region="TH-20")
    assert found is not None
    assert found.codes == {"occupation": "_T", "region": "TH-20"}
    assert found.figure == data_set.figure("vacancies", region="TH-20")


@pytest.mark.parametrize(("indicator", "value"), [("vacancies", 0.0), ("tightness", None)])
def test_where_no_record_is_counted_a_count_is_zero_and_a_ratio_is_not(
    indicator: str, value: float | None
) -> None:
    found = reading(
        without(balance(), occupation="2512", region="TH-20"),
        indicator, occupation="2512", region="TH-20",
    )  # fmt: skip
    assert found is not None
    assert (found.figure, found.value) == (None, value)
    assert found.status == ("ok" if value is not None else "not_applicable")


def test_a_cut_that_is_not_published_is_no_zero() -> None:
    """No occupation is split by region: that there is no cell says nothing about vacancies."""
    data_set = balance()
    for occupation in ("2512", "2513"):
        for region in ("TH-20", "TH-50"):
            data_set = without(data_set, occupation=occupation, region=region)
    found = reading(data_set, "vacancies", occupation="2512", region="TH-20")
    assert found is not None
    assert (found.figure, found.value) == (None, None)


@pytest.mark.parametrize("status", STATUSES)
def test_only_figures_that_can_be_read_have_a_value(status: Any) -> None:
    data_set = balance()
    row = data_set.row(occupation="2512")
    data_set.figures.status[row, 1] = STATUSES.index(status)
    data_set.figures.value[row, 1] = 2.5
    found = reading(data_set, "tightness", occupation="2512")
    assert found is not None
    assert found.value == (2.5 if status in ("ok", "low") else None)


def test_a_name_that_is_not_published_any_more_is_no_figure() -> None:
    assert reading(balance(), "tightnes") is None
    assert reading(balance(), "tightness", occupation="9999") is None
    assert reading(balance(), "tightness", planet="earth") is None


def a_publication_of(*dimensions: Dimension) -> Publication:
    return a_publication("1.0.0", a_data_set("skills", dimensions, INDICATORS))


def test_a_dimension_without_a_total_must_be_named() -> None:
    """Skills overlap: a record has several, so that their sum means nothing."""
    overlapping = Dimension("skill", SKILLS.labels, "test", SKILLS.members[1:])
    publication = a_publication_of(overlapping)
    found = [(p, f.code) for p, f in faults_of(publication, "skills", "vacancies", {})]
    assert found == [("cell/skill", "required")]
    assert list(faults_of(publication, "skills", "vacancies", {"skill": "python"})) == []


def test_the_sentence_says_low_live_and_how_much_it_moved() -> None:
    data_set = balance()
    row = data_set.row()
    data_set.figures.status[row, 0] = STATUSES.index("low")
    data_set.figures.value[row, 0] = 1250
    publication = a_publication("live", data_set, synthetic=False)
    rule = Rule(
        data_set="occupation-balance", indicator="vacancies", cell={}, comparison="changes_by",
        threshold=0.25,
    )  # fmt: skip
    found = read(publication, rule)
    assert found is not None
    said = texts(rule, publication, found, 1000.0)
    assert said["en"] == (
        "vacancies: 1,250.0; rule: at least 0.25 away from 1,000.0; "
        "live figures, not yet released; rests on few observations"
    )
    assert said["th"].startswith("vacancies (ไทย): 1,250.0; เกณฑ์: เปลี่ยนไปอย่างน้อย 0.25 จาก 1,000.0")
