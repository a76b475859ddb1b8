"""Codes of any depth become members of a tree in which every record has a place at each depth."""

from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.cube import schemes
from services.reporting.cube.axis import Axis, axis_of
from services.reporting.cube.graduates import numbers
from services.reporting.data_sets import TOTAL, UNKNOWN
from services.reporting.facts import Coded

STUDIED = schemes.region({"th": "ภูมิภาคที่ศึกษา", "en": "region of study"})


def coded(codes: Sequence[str | None]) -> Coded:
    values = tuple(sorted({code for code in codes if code}))
    return Coded(np.array([values.index(c) if c else -1 for c in codes], np.int32), values)


def path(axis: Axis, record: int) -> list[str]:
    return [axis.members[places[record]].code for places in axis.places]


def test_a_code_stands_under_all_its_groups():
    axis = axis_of(schemes.field(deep=True), coded(["0613"]))
    assert path(axis, 0) == [TOTAL, "06", "061", "0613"]
    assert [m.parent for m in axis.members if m.code == "061"] == ["06"]


def test_a_shallow_code_has_a_member_for_what_is_not_known_deeper():
    axis = axis_of(schemes.field(deep=True), coded(["06", "0613"]))
    assert path(axis, 0) == [TOTAL, "06", "06_U", "06_U"]
    label = next(m.labels for m in axis.members if m.code == "06_U")
    assert "not further specified" in label["en"]
    assert "ไม่ระบุ" in label["th"]


def test_what_is_not_stated_is_a_member_of_its_own_at_every_depth():
    axis = axis_of(schemes.occupation(), coded([None, "2512"]))
    assert path(axis, 0) == [TOTAL, *[UNKNOWN] * 4]
    assert axis.members[-1].code == UNKNOWN


def test_a_code_that_the_tables_lack_counts_as_not_coded():
    axis = axis_of(schemes.occupation(), coded(["2599"]))
    assert path(axis, 0) == [TOTAL, *[UNKNOWN] * 4]


def test_other_countries_are_abroad_together_and_thailand_alone_is_no_region():
    axis = axis_of(STUDIED, coded(["JP", "SG", "TH", "TH-50"]))
    assert path(axis, 0) == path(axis, 1) == [TOTAL, "_X", "_X"]
    assert path(axis, 2) == [TOTAL, UNKNOWN, UNKNOWN]
    assert path(axis, 3) == [TOTAL, "north", "TH-50"]


def test_a_field_cut_at_its_broad_group_is_shallow():
    axis = axis_of(schemes.field(deep=False), coded(["0613", "0413"]))
    assert [path(axis, i) for i in (0, 1)] == [[TOTAL, "06"], [TOTAL, "04"]]


def test_members_that_overlap_have_no_total():
    axis = axis_of(schemes.skill(), coded(["s1", "s2"]), is_partition=False)
    assert [m.code for m in axis.members] == ["s1", "s2", UNKNOWN]
    assert not axis.dimension.has_total
    assert (axis.parents == -1).all()


def test_numbers_below_zero_are_not_stated():
    levels = numbers(np.array([6, -1, 7], np.int8))
    axis = axis_of(schemes.level(), levels)
    assert [path(axis, i)[1] for i in range(3)] == ["6", UNKNOWN, "7"]


def test_months_are_named_in_thai_with_the_buddhist_year():
    axis = axis_of(schemes.period(), coded(["2026-10"]), is_partition=False)
    assert axis.members[0].labels == {"th": "ต.ค. 2569", "en": "2026-10"}


codes = st.sampled_from([None, "2", "25", "251", "2512", "2511", "4110", "9", "0110"])


@settings(max_examples=40)
@given(st.lists(codes, max_size=12))
def test_a_record_is_always_under_the_parent_of_its_member(occupations):
    axis = axis_of(schemes.occupation(), coded(occupations))
    for above, below in zip(axis.places[:-1], axis.places[1:], strict=True):
        same = above == below
        np.testing.assert_array_equal(axis.parents[below[~same]], above[~same])


@settings(max_examples=40)
@given(st.lists(codes, max_size=12))
def test_groups_stand_before_their_parts(occupations):
    axis = axis_of(schemes.occupation(), coded(occupations))
    assert (axis.parents < np.arange(len(axis.members))).all()
