"""The gold sets: written by hand, so that slips of the hand are what is looked for."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.taxonomy import isced_f, isco, skills

GOLD = Path(__file__).parents[2] / "gold"
BROAD = 2
SIZES = {
    ("occupations_th.tsv",): 300,
    ("occupations_en.tsv",): 200,
    ("programmes_th.tsv", "programmes_en.tsv"): 300,
    ("advert_sentences_th.tsv",): 150,
}
CODED: list[tuple[str, Callable[[str], bool]]] = [
    ("occupations_th.tsv", isco.is_code),
    ("occupations_en.tsv", isco.is_code),
    ("programmes_th.tsv", isced_f.is_code),
    ("programmes_en.tsv", isced_f.is_code),
]


def rows(name: str) -> list[list[str]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))[1:]


def sentences() -> list[dict[str, list[str]]]:
    with (GOLD / "advert_sentences_th.tsv").open(encoding="utf-8", newline="") as file:
        read = csv.DictReader(file, delimiter="\t")
        return [{column: value.split() for column, value in row.items()} for row in read]


@pytest.mark.parametrize(("names", "least"), SIZES.items(), ids=lambda value: str(value))
def test_each_set_is_large_enough_and_says_nothing_twice(
    names: tuple[str, ...], least: int
) -> None:
    texts = [row[0].strip().casefold() for name in names for row in rows(name)]
    assert len(texts) >= least
    assert len(set(texts)) == len(texts)
    assert all(texts)


@pytest.mark.parametrize(("name", "is_code"), CODED, ids=[name for name, _ in CODED])
def test_codes_are_four_digit_codes_of_their_classification(
    name: str, is_code: Callable[[str], bool]
) -> None:
    for text, code, others in rows(name):
        codes = [code, *others.split()]
        assert all(len(each) == 4 and is_code(each) for each in codes), text
        assert len(set(codes)) == len(codes), text


def test_every_major_group_of_occupations_is_there_in_both_languages() -> None:
    for name in ("occupations_th.tsv", "occupations_en.tsv"):
        assert {code[0] for _, code, _ in rows(name)} == set(isco.groups(1))


def test_every_broad_field_is_there_in_both_languages() -> None:
    for name in ("programmes_th.tsv", "programmes_en.tsv"):
        assert {code[:BROAD] for _, code, _ in rows(name)} == set(isced_f.groups(BROAD))


def test_skills_of_the_sentences_exist_and_each_has_one_role() -> None:
    for row in sentences():
        named = [*row["skills"], *row["accept"], *row["excluded"]]
        assert all(map(skills.is_skill, named)), row["sentence"]
        assert len(set(named)) == len(named), row["sentence"]


def test_each_skill_asked_for_says_whether_it_is_a_must() -> None:
    for row in sentences():
        assert len(row["essential"]) == len(row["skills"]), row["sentence"]
        assert set(row["essential"]) <= {"e", "o", "-"}, row["sentence"]


def test_some_sentences_ask_for_nothing_and_some_decline_a_skill() -> None:
    assert sum(not row["skills"] for row in sentences()) >= 18
    assert sum(bool(row["excluded"]) for row in sentences()) >= 6
