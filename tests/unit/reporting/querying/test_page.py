"""What a page tells of its figures."""

import msgspec
import numpy as np
import pytest

from services.reporting.data_sets import Extract
from services.reporting.querying.notices import cuts, notices
from services.reporting.querying.page import figure_answer, results
from services.reporting.querying.query import MOST_CELLS, MOST_FIGURES, page_size
from services.reporting.querying.refusals import Refusals
from tests.support.published import a_publication
from tests.unit.reporting.querying.tables import INDICATORS, TABLE, refused, sparse


def test_figures_of_a_page_are_those_of_the_table_one_by_one():
    rows = np.array([7, 3, 40])
    extract = Extract(a_publication("1.0.0", TABLE), TABLE, rows, INDICATORS)
    told = msgspec.json.decode(msgspec.json.encode(list(results(extract))))
    for row, entry in zip(rows.tolist(), told, strict=True):
        assert entry["cell"] == TABLE.codes(row)
        for name in INDICATORS:
            figure = figure_answer(TABLE.at(row, name))
            assert entry["figures"][name] == msgspec.to_builtins(figure)


@pytest.mark.parametrize(("version", "codes"), [("1.0.0", []), ("live", ["provisional"])])
def test_a_page_warns_of_figures_that_are_made_up_or_not_final(version, codes):
    rows = np.empty(0, np.int64)
    for synthetic, expected in ((False, codes), (True, ["synthetic", *codes])):
        publication = a_publication(version, TABLE, synthetic=synthetic)
        extract = Extract(publication, TABLE, rows, INDICATORS)
        assert [notice["code"] for notice in notices(extract, 1)] == expected


def test_cuts_are_the_depths_that_occur_together():
    table = sparse(TABLE)
    names = table.definition.dimensions
    levels = {d.name: {m.code: m.level for m in d.members} for d in table.dimensions}
    found = {tuple(cut[name] for name in names) for cut in cuts(table)}
    assert found == {tuple(levels[n][cell[n]] for n in names) for cell in table}


@pytest.mark.parametrize("indicators", [1, 5, 25])
def test_a_page_is_bounded_in_cells_and_figures(indicators):
    most = min(MOST_CELLS, MOST_FIGURES // indicators)
    refusals = Refusals()
    assert page_size(None, indicators, "?page_size", refusals) <= most
    assert page_size(most, indicators, "?page_size", refusals) == most
    assert refused(refusals) == []
    for size in (0, -1, most + 1):
        page_size(size, indicators, "?page_size", refusals)
    assert refused(refusals) == [("?page_size", "page_too_large")] * 3
