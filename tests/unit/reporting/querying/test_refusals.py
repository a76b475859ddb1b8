"""Everything wrong with a query is told at once, each fault with its place."""

import pytest

from services.reporting.querying.conditions import MOST_CONDITIONS
from services.reporting.querying.parameters import query_of_parameters
from services.reporting.querying.posted import MOST_DEEP, posted_query
from services.reporting.querying.refusals import Refusals
from tests.unit.reporting.querying.tables import TABLE, refused


def faults_of_body(**body):
    refusals = Refusals()
    posted_query(TABLE, body, refusals)
    return refused(refusals)


def faults_of(**given):
    refusals = Refusals()
    query_of_parameters(TABLE, {n.replace("__", "."): [v] for n, v in given.items()}, refusals)
    return refused(refusals)


def test_all_faults_of_a_body_are_told_with_their_pointers():
    found = faults_of_body(
        criteria={
            "and": [
                {"region": {"eq": "TH-99", "gt": "TH-10"}},
                {"or": [{"year": {"gte": "soon"}}, {"planet": {"eq": "x"}}]},
                {"not": {"field": {"resembles": "06"}}},
                {"status": {"in": ["ok", "fine"]}},
                {"field": {"depth": "exact"}},
                "region",
            ]
        },
        indicators=["graduates", "happiness"],
        sort=[{"year": "down"}, {"happiness": "asc"}],
    )
    assert found == [
        ("/criteria/and/0/region/eq", "unknown_member"),
        ("/criteria/and/0/region/gt", "not_ordered"),
        ("/criteria/and/1/or/0/year/gte", "unknown_member"),
        ("/criteria/and/1/or/1/planet", "unknown_dimension"),
        ("/criteria/and/2/not/field/resembles", "unknown_operator"),
        ("/criteria/and/3/status/in", "unknown_status"),
        ("/criteria/and/4/field/depth", "unknown_depth"),
        ("/criteria/and/5", "not_object"),
        ("/indicators/1", "unknown_indicator"),
        ("/sort/0/year", "not_one_of"),
        ("/sort/1/happiness", "unknown_sort"),
    ]


def test_all_faults_of_parameters_are_told_by_name():
    found = faults_of(
        region="TH-99", year__gte="soon", planet="x", field__resembles="06", year__eq="2023,2024",
        region__lt="TH-10", status="fine", indicators="happiness", sort="-happiness",
    )  # fmt: skip
    assert found == [
        ("?region", "unknown_member"),
        ("?year.gte", "unknown_member"),
        ("?planet", "unknown_dimension"),
        ("?field.resembles", "unknown_operator"),
        ("?year.eq", "at_most"),
        ("?region.lt", "not_ordered"),
        ("?status", "unknown_status"),
        ("?indicators", "unknown_indicator"),
        ("?sort", "unknown_sort"),
    ]


@pytest.mark.parametrize(
    ("stated", "where", "code"),
    [
        ([], "/criteria", "not_object"),
        ({}, "/criteria", "empty"),
        ({"and": []}, "/criteria/and", "empty"),
        ({"or": {"year": {"eq": "2024"}}}, "/criteria/or", "not_list"),
        ({"not": None}, "/criteria/not", "not_object"),
        ({"year": "2024"}, "/criteria/year", "not_object"),
        ({"year": {}}, "/criteria/year", "empty"),
        ({"year": {"in": []}}, "/criteria/year/in", "empty"),
        ({"year": {"eq": None}}, "/criteria/year/eq", "not_text"),
        ({"year": {"eq": True}}, "/criteria/year/eq", "not_text"),
        ({"year": {"in": [["2024"]]}}, "/criteria/year/in", "not_text"),
        ({"year": {"in": ["2024"] * 1001}}, "/criteria/year/in", "at_most"),
        ({"year": {"gt": "_T"}}, "/criteria/year/gt", "unknown_member"),
        ({"a/b~c": {"eq": "x"}}, "/criteria/a~1b~0c", "unknown_dimension"),
    ],
)
def test_what_is_no_criterion_is_refused_at_its_place(stated, where, code):
    assert faults_of_body(criteria=stated) == [(where, code)]


def test_criteria_are_bounded_in_depth_and_number():
    deep = {"year": {"eq": "2024"}}
    for _ in range(MOST_DEEP):
        deep = {"not": deep}
    assert faults_of_body(criteria=deep) == [("/criteria" + "/not" * MOST_DEEP, "too_deep")]
    many = {"or": [{"year": {"eq": "2024"}}] * (MOST_CONDITIONS + 2)}
    found = faults_of_body(criteria=many)
    assert found[0] == (f"/criteria/or/{MOST_CONDITIONS}/year/eq", "too_many_conditions")
    assert len(found) == 2
    named = {f"year.eq.{number}": "2024" for number in range(MOST_CONDITIONS + 1)}
    assert faults_of(**named)[-1][1] == "too_many_conditions"


def test_no_indicator_at_all_is_no_question():
    assert faults_of_body(indicators=[]) == [("/indicators", "empty")]
    assert faults_of(indicators=",") == [("?indicators", "empty")]


def test_a_long_value_is_told_back_in_short():
    refusals = Refusals()
    posted_query(TABLE, {"criteria": {"region": {"eq": "<script>" * 1000}}}, refusals)
    ((_, fault),) = refusals.found
    assert len(fault.text("en")) < 120
