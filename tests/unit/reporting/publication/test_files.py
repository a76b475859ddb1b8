"""A publication survives its files, and equal publications are equal bytes."""

import msgspec
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.publication.files import METADATA, from_files, table_path, to_files
from tests.support.published import a_data_set, a_dimension, a_publication, an_indicator


@given(st.integers(0, 50))
def test_files_give_back_the_publication(seed: int) -> None:
    before = a_publication("1.2.0", a_data_set(seed=seed))
    after = from_files(to_files(before))
    for name in ("version", "issued", "positions", "taxonomies", "sources", "data"):
        assert getattr(after, name) == getattr(before, name)
    was, now = before.data_sets["graduate-outcomes"], after.data_sets["graduate-outcomes"]
    assert now.definition == was.definition
    assert now.dimensions == was.dimensions
    np.testing.assert_array_equal(now.cells, was.cells)
    for name, values in vars(was.figures).items():
        np.testing.assert_array_equal(vars(now.figures)[name], values)


def test_equal_publications_are_equal_bytes() -> None:
    assert to_files(a_publication("1.0.0", a_data_set(seed=3))) == to_files(
        a_publication("1.0.0", a_data_set(seed=3))
    )


def test_other_figures_are_another_file_and_the_same_metadata() -> None:
    one, other = (to_files(a_publication("1.0.0", a_data_set(seed=seed))) for seed in (1, 2))
    assert one[METADATA] == other[METADATA]
    assert one[table_path("graduate-outcomes")] != other[table_path("graduate-outcomes")]


def test_a_table_without_cells_survives() -> None:
    empty = a_data_set(dimensions=(a_dimension("year", ()),), indicators=(an_indicator("n"),))
    none = type(empty)(
        empty.definition,
        empty.dimensions,
        empty.cells[:0],
        empty.figures.taken(np.empty(0, np.int64)),
    )
    found = from_files(to_files(a_publication("1.0.0", none))).data_sets["graduate-outcomes"]
    assert len(found) == 0


def test_metadata_says_what_every_indicator_means() -> None:
    metadata = msgspec.json.decode(to_files(a_publication())[METADATA])
    for table in metadata["data_sets"].values():
        for indicator in table["definition"]["indicators"]:
            assert indicator["definition"]["th"]
            assert indicator["do_not_use_for"]["en"]
