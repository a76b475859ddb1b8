"""Cells are chosen and ordered as a plain walk through the table would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.querying.criteria import document
from services.reporting.querying.ordering import first_in_order
from services.reporting.querying.posted import posted_query
from services.reporting.querying.query import Sort
from services.reporting.querying.refusals import Refusals
from services.reporting.querying.selection import selected
from tests.unit.reporting.querying.tables import INDICATORS, TABLE, criteria, holds, sparse

SPARSE = sparse(TABLE)


def asked(stated, indicators=INDICATORS, table=SPARSE):
    refusals = Refusals()
    body = {"criteria": stated, "indicators": list(indicators)}
    query = posted_query(table, body, refusals)
    assert refusals.found == []
    return query


def walked(stated, indicators=INDICATORS, table=SPARSE):
    def statuses(row):
        return {table.at(row, indicator).status for indicator in indicators}

    return [row for row in range(len(table)) if holds(stated, table.codes(row), statuses(row))]


@given(criteria(), st.sets(st.sampled_from(INDICATORS), min_size=1))
def test_and_or_and_not_choose_what_a_walk_through_all_cells_does(stated, indicators):
    query = asked(stated, indicators)
    rows = selected(SPARSE, query.criterion, query.indicators)
    assert rows.tolist() == walked(stated, indicators)


@given(criteria())
@settings(max_examples=50)
def test_a_query_tells_itself_in_a_form_that_asks_the_same(stated):
    query = asked(stated)
    again = asked(query.document()["criteria"])
    assert again.document() == query.document()
    assert selected(SPARSE, again.criterion, INDICATORS).tolist() == walked(stated)


def test_the_order_of_conditions_makes_no_other_query():
    one, other = {"year": {"eq": "2024"}}, {"region": {"under": ["north"]}}
    forms = [
        {"and": [one, other]},
        {"and": [other, {"and": [one, one]}]},
        {**other, **one},
        {"and": [{"year": {"in": ["2567", 2024]}}, other]},
    ]
    documents = [document(asked(form).criterion) for form in forms]
    assert all(found == documents[0] for found in documents)


@given(
    st.lists(
        st.builds(
            Sort,
            st.sampled_from(("year", "region", "graduates", "employment_rate")),
            st.sampled_from(("asc", "desc")),
        ),
        unique_by=lambda key: key.name,
        max_size=3,
    ),
    st.integers(1, 80),
)
def test_the_first_cells_are_those_of_the_whole_order(sort, most):
    rows = np.arange(len(SPARSE))

    def key(row):
        found = []
        for entry in sort:
            if entry.name in SPARSE.definition.position:
                value = SPARSE.at(row, entry.name).value
            else:
                codes = SPARSE.codes(row)
                value = SPARSE.dimension(entry.name).position[codes[entry.name]]
            signed = (value or 0) * (-1 if entry.direction == "desc" else 1)
            found.append((value is None, signed))
        return found

    expected = sorted(rows.tolist(), key=key)
    assert first_in_order(SPARSE, rows, sort, most).tolist() == expected[:most]


@pytest.mark.parametrize(
    ("stated", "codes"),
    [
        ({"field": {"under": "06"}}, {"06", "061", "0611"}),
        ({"field": {"under": ["061", "07"]}}, {"061", "0611", "07"}),
        ({"field": {"depth": "field"}}, {"06", "061", "0611", "07", "_U"}),
        ({"field": {"depth": "all"}}, {"_T"}),
        ({"year": {"gt": "2022"}}, {"2023", "2024"}),
        ({"year": {"gte": "2022", "lt": "2567"}}, {"2022", "2023"}),
        ({"year": {"lte": 2565}}, {"2022"}),
    ],
)
def test_an_operator_chooses_its_members(stated, codes):
    (name,) = stated
    rows = selected(TABLE, asked(stated, table=TABLE).criterion, INDICATORS)
    assert {TABLE.codes(row)[name] for row in rows.tolist()} == codes
