"""The surveys' broad groups, told in international codes."""

import pytest

from services.matching.mismatch.groups import Kind, Scheme, group_of, members, names
from shared.taxonomy import isced_f, isco, isic

KINDS: list[tuple[Scheme, Kind]] = [
    ("vertical", "field"),
    ("vertical", "industry"),
    ("horizontal", "field"),
    ("horizontal", "occupation"),
    ("horizontal", "industry"),
]
IS_CODE = {"field": isced_f.is_code, "occupation": isco.is_code, "industry": isic.is_code}


@pytest.mark.parametrize(("scheme", "kind"), KINDS)
def test_every_member_is_a_code_of_one_group_only(scheme: Scheme, kind: Kind) -> None:
    listed = [code for group in names(scheme, kind) for code in members(scheme, kind, group)]
    assert len(listed) == len(set(listed))
    assert all(map(IS_CODE[kind], listed))


@pytest.mark.parametrize(("scheme", "kind"), KINDS)
def test_a_groups_members_together_are_that_group(scheme: Scheme, kind: Kind) -> None:
    for group in names(scheme, kind):
        assert group_of(scheme, kind, members(scheme, kind, group)) == group


def test_every_occupation_at_four_digits_has_a_group() -> None:
    ungrouped = [
        code
        for code in isco.groups(4)
        if group_of("horizontal", "occupation", frozenset((code,))) is None
    ]
    assert ungrouped == []


@pytest.mark.parametrize(
    ("kind", "code", "group"),
    [
        ("occupation", "2411", "business_finance_administration"),
        ("occupation", "2433", "sales_service"),
        ("occupation", "24", "business_finance_administration"),
        ("occupation", "26", None),
        ("occupation", "2", None),
        ("field", "0421", "social_law"),
        ("field", "0413", "business_administration"),
        ("field", "04", None),
        ("field", "00", None),
        ("industry", "6201", "professional"),
        ("industry", "5811", "other_services"),
        ("industry", "J", None),
    ],
)
def test_the_longest_named_prefix_decides_and_too_shallow_a_code_has_no_group(
    kind: Kind, code: str, group: str | None
) -> None:
    assert group_of("horizontal", kind, frozenset((code,))) == group


def test_codes_of_several_groups_have_none() -> None:
    assert group_of("horizontal", "field", frozenset(("0421", "0413"))) is None
    assert group_of("vertical", "field", frozenset(("0421", "0413"))) == "social_business_law"
    assert group_of("vertical", "field", frozenset()) is None
