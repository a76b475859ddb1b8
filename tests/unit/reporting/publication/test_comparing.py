"""What changed between two releases decides the kind of version."""

from dataclasses import replace

import pytest

from services.reporting.data_sets import Publication
from services.reporting.publication.comparing import changes_between, kind_of, next_version
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator

YEARS = a_dimension("year", ("2023", "2024"))
MORE_YEARS = a_dimension("year", ("2023", "2024", "2025"))
RATE, PAY = an_indicator("employment_rate"), an_indicator("pay_p50", "baht")


def of(dimension=YEARS, *indicators, seed=1, **changes) -> Publication:
    table = a_data_set(dimensions=(dimension,), indicators=indicators or (RATE,), seed=seed)
    return a_publication("1.0.0", table, **changes)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (of(), of(), "none"),
        (of(), of(seed=2), "patch"),
        (of(), of(MORE_YEARS), "minor"),
        (of(), of(YEARS, RATE, PAY), "minor"),
        (of(YEARS, RATE, PAY), of(), "major"),
        (of(), of(method="indicators-3"), "major"),
        (of(), of(models={"model": ["mismatch-9"]}), "patch"),
        (of(YEARS), of(a_dimension("level", ("6",))), "major"),
        (None, of(), "minor"),
    ],
)
def test_the_kind_of_version_follows_from_the_changes(before, after, kind) -> None:
    assert kind_of(changes_between(before, after)) == kind


def test_a_table_that_went_is_a_major_change() -> None:
    both = replace(of(), data_sets={**of().data_sets, "more": a_data_set("more")})
    changes = changes_between(both, of())
    assert changes["data_sets"]["more"]["change"] == "removed"
    assert kind_of(changes) == "major"


def test_revised_figures_are_counted_and_new_cells_told_apart() -> None:
    found = changes_between(of(), of(MORE_YEARS, seed=1))["data_sets"]["graduate-outcomes"]
    assert found["cells_new"] == 1
    same = changes_between(of(), of())
    assert same["data_sets"] == {}


@pytest.mark.parametrize(
    ("before", "kind", "after"),
    [
        (None, "minor", "1.0.0"),
        ("1.4.2", "major", "2.0.0"),
        ("1.4.2", "minor", "1.5.0"),
        ("1.4.2", "patch", "1.4.3"),
    ],
)
def test_versions_are_semantic(before, kind, after) -> None:
    assert next_version(before, kind) == after
