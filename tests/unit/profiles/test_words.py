"""The words of templates and profiles are those of the schemas, and the same everywhere."""

import io
from typing import Any, get_args

import msgspec
import openpyxl
import pytest

from services.ingestion.domain import Kind
from services.ingestion.importers import load_profile, open_file
from services.ingestion.importers.layout import Dates
from services.ingestion.importers.readings import reader
from services.ingestion.importers.rule import Reading, Rule
from services.ingestion.profiles.dictionary import COLUMNS, dictionary
from services.ingestion.profiles.templates import (
    dictionary_csv,
    dictionary_xlsx,
    template_csv,
    template_fields,
    template_xlsx,
)
from services.ingestion.profiles.words import Language, word_map, wordings, words
from services.ingestion.schemas import GraduateSchema, VacancySchema

KINDS: tuple[Kind, ...] = get_args(Kind)
LANGUAGES: tuple[Language, ...] = get_args(Language)


def as_rows(content: bytes, sheet: int) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [list(cells) for cells in book.worksheets[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_the_schema_stands_in_the_dictionary(kind: Kind) -> None:
    entries = {entry.name: entry for entry in dictionary(kind)}
    required = {name for name, entry in entries.items() if entry.required}
    assert required == (
        {"reference"} if kind == "graduates" else {"reference", "title", "posted_on"}
    )
    for entry in entries.values():
        assert entry.label_en
        assert entry.label_th
        assert entry.about_en
        assert entry.about_th
    assert len({entry.label_th for entry in entries.values()}) == len(entries)
    assert len({entry.label_en for entry in entries.values()}) == len(entries)


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_profile_knows_every_field_by_its_words(kind: Kind) -> None:
    profile = load_profile(f"lmis-{kind}")
    assert profile.layout.names == {n: (w.en, w.th) for n, w in wordings(kind).items()}
    assert profile.fields.keys() == wordings(kind).keys()
    for name, rule in profile.fields.items():
        assert rule.column == name
        assert rule.map == (word_map(name) if words(name) else {})


def test_no_word_stands_for_two_values() -> None:
    for kind in KINDS:
        for name in wordings(kind):
            written = [w for word in words(name).values() for w in (word.en, word.th, *word.also)]
            assert len(written) == len(set(written)), name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_template_is_a_record_and_its_first_sheet_is_empty(
    kind: Kind, language: Language
) -> None:
    book = template_xlsx(kind, language)
    profile = load_profile(f"lmis-{kind}")
    assert list(open_file(io.BytesIO(book), profile)) == []
    sheet = openpyxl.load_workbook(io.BytesIO(book)).worksheets[1].title
    layout = msgspec.structs.replace(profile.layout, sheet=sheet)
    examples = msgspec.structs.replace(profile, layout=layout)
    (mapped,) = open_file(io.BytesIO(book), examples)
    assert not mapped.faults
    schema = GraduateSchema() if kind == "graduates" else VacancySchema()
    assert schema.load(mapped.posted)


@pytest.mark.parametrize("kind", KINDS)
def test_templates_and_dictionaries_are_the_same_in_every_form(kind: Kind) -> None:
    labels = [entry.label_th for entry in template_fields(kind)]
    assert template_csv(kind, "th").decode("utf-8-sig").strip().split(",") == labels
    assert as_rows(template_xlsx(kind, "th"), 0)[0] == labels
    for language in LANGUAGES:
        lines = dictionary_csv(kind, language).decode("utf-8-sig").splitlines()
        rows = as_rows(dictionary_xlsx(kind, language), 0)
        assert len(lines) == len(rows) == len(dictionary(kind)) + 1
        assert len(rows[0]) == len(COLUMNS)


def test_a_template_offers_lists_to_choose_from() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx("graduates", "th")))
    lists = [list(cells) for cells in book["lists"].iter_cols(values_only=True)]
    assert book["lists"].sheet_state == "hidden"
    assert any("เชียงใหม่" in texts for texts in lists)
    assert any("ปริญญาตรี" in texts for texts in lists)
    assert any("ทำงาน" in texts for texts in lists)
    offered = book.worksheets[0].data_validations.dataValidation
    assert len(offered) == len(lists)


@pytest.mark.parametrize(
    ("reading", "text", "value"),
    [
        ("place", "50", "TH-50"),
        ("place", "ญี่ปุ่น", "JP"),
        ("isic4", "62011", "62011"),
        ("isic4", "62010", "62010"),
        ("level", "ปริญญาตรี (ต่อเนื่อง)", 6),
    ],
)
def test_a_file_is_read_as_the_dictionary_says(
    reading: Reading, text: str, value: str | int
) -> None:
    assert reader(Rule(column="x", read=reading), Dates())(text, "") == value


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("มีงานทำ", "employed"),
        ("ทำงานแล้ว", "employed"),
        ("ยังไม่มีงานทำ", "unemployed"),
        ("ว่างงาน", "unemployed"),
        ("ศึกษาต่อ", "studying"),
        ("กำลังศึกษาต่อ", "studying"),
        ("ประกอบธุรกิจส่วนตัว", "self_employed"),
        ("อาชีพอิสระ", "self_employed"),
        ("เกณฑ์ทหาร", "not_available"),
        ("อุปสมบท", "not_available"),
    ],
)
def test_a_status_is_known_by_the_words_of_thai_surveys(written: str, status: str) -> None:
    assert word_map("tracer.status")[written] == status
