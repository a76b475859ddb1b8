"""Every published indicator says in both languages what it is and what it is not for."""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from services.reporting.data_sets import DataSetDefinition, Indicator
from services.reporting.methods import METHODS
from services.reporting.tables import texts
from services.reporting.tables.compiling import TABLES
from services.reporting.tables.outcomes import MISMATCHES

DEFINITIONS = [table.DEFINITION for table in TABLES]
INDICATORS = {i.id: i for definition in DEFINITIONS for i in definition.indicators}
THAI = re.compile(r"[\u0e01-\u0e5b]")
LONGEST_LABEL = 45


def translated(indicator: Indicator) -> dict[str, Mapping[Any, str]]:
    return {
        "labels": indicator.labels,
        "definition": indicator.definition,
        "caveats": indicator.caveats,
        "do_not_use_for": indicator.do_not_use_for,
    }


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_every_text_stands_in_thai_and_in_english(indicator: Indicator):
    for name, text in translated(indicator).items():
        assert set(text) == {"th", "en"}, name
        assert THAI.search(text["th"]), name
        assert text["en"], name
        assert not THAI.search(text["en"]), name
    assert indicator.formula
    assert indicator.source


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_label_fits_above_a_column_and_a_definition_is_a_sentence(indicator: Indicator):
    assert max(len(label) for label in indicator.labels.values()) <= LONGEST_LABEL
    assert indicator.definition["en"].endswith(".")
    assert len(indicator.definition["en"]) > len(indicator.labels["en"])


@pytest.mark.parametrize("definition", DEFINITIONS, ids=[d.id for d in DEFINITIONS])
@pytest.mark.parametrize("language", ["th", "en"])
def test_no_two_indicators_of_a_table_have_the_same_label(
    definition: DataSetDefinition, language: Any
):
    labels = Counter(indicator.labels[language] for indicator in definition.indicators)
    assert [label for label, times in labels.items() if times > 1] == []


def test_every_indicator_described_is_published_and_described_once():
    files = Path(texts.__file__).with_name("indicator_texts").glob("*.yaml")
    described = [name for file in files for name in yaml.safe_load(file.read_text("utf-8"))]
    assert sorted(described) == sorted(INDICATORS)


def test_a_share_of_a_method_names_it():
    stated = {name: INDICATORS[name].method for name in MISMATCHES}
    assert stated == {name: method.name for name, (method, _) in MISMATCHES.items()}
    assert len(stated) == sum(len(method.measures) for method in METHODS)


def test_shares_are_in_percent_and_counts_have_no_decimals():
    for indicator in INDICATORS.values():
        if indicator.id in MISMATCHES or indicator.id.endswith(("_rate", "_share")):
            assert (indicator.unit, indicator.decimals) == ("percent", 1)
        if indicator.unit in ("persons", "records", "baht", "days"):
            assert indicator.decimals == 0
