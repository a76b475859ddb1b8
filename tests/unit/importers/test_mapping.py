"""Rows through a profile: where values come from, how they are read, what is told of faults."""

from typing import Any

import pytest

from services.ingestion.importers.mapping import fault_at, map_row
from services.ingestion.importers.rows import Row
from shared.web.faults import fault
from tests.unit.importers.builders import a_profile, mapped

ANY_OF_TWO = "{first_of: [deep, broad], read: isco08, begins_with: major}"


def test_a_field_may_be_named_with_its_column_alone() -> None:
    assert mapped("  description: text", text=" งาน\u200bขาย \n").posted["description"] == "งานขาย"


def test_nested_fields_go_where_their_dotted_name_says() -> None:
    posted = mapped("  pay.exact: {column: p, read: number}", p="18,000").posted
    assert posted["pay"] == {"exact": 18000.0}


@pytest.mark.parametrize("text", ["", "NA", "4", "4.0"])
def test_texts_that_stand_for_no_value_give_none(text: str) -> None:
    outcome = mapped("  description: {column: a, missing: [4]}", file="{missing: [NA]}", a=text)
    assert "description" not in outcome.posted
    assert not outcome.faults


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"deep": "2330.0", "broad": "23.0", "major": "2.0"}, "2330"),
        ({"deep": "234", "broad": "23", "major": "2"}, "234"),
        ({"deep": "110", "broad": "1", "major": "0"}, "0110"),
        ({"deep": "21", "broad": "2", "major": "0"}, "021"),
        ({"deep": "", "broad": "3", "major": "0"}, "03"),
        ({"deep": "2339", "broad": "23", "major": "2"}, "23"),
    ],
)
def test_the_first_column_with_a_code_is_taken_and_leading_zeros_put_back(
    cells: dict[str, str], code: str
) -> None:
    assert mapped(f"  occupation: {ANY_OF_TWO}", **cells).posted["occupation"] == code


def test_when_no_column_has_a_code_the_first_fault_is_told() -> None:
    outcome = mapped(f"  occupation: {ANY_OF_TWO}", deep="2339", broad="99", major="")
    assert [problem.fault.values["value"] for problem in outcome.faults] == ["2339"]
    assert outcome.faults[0].found == " | 2339 | 99"


def test_a_joined_value_needs_all_its_parts_and_a_gathered_one_any() -> None:
    fields = "  description: {%s: [a, b], separator: '; '}"
    assert mapped(fields % "join", a="x", b="y").posted["description"] == "x; y"
    assert "description" not in mapped(fields % "join", a="x", b="").posted
    assert mapped(fields % "gather", a="", b="y").posted["description"] == "y"
    assert "description" not in mapped(fields % "gather", a="", b="").posted


def test_a_digest_tells_rows_apart_and_knows_them_again() -> None:
    fields = "  description: {hash_of: [a, b]}"
    one, same, other = (
        mapped(fields, a=a, b=b).posted["description"]
        for a, b in [("x", "yz"), ("x ", "yz"), ("xy", "z")]
    )
    assert one == same != other
    assert "description" not in mapped(fields, a="", b="").posted


def test_a_rows_number_may_be_its_reference() -> None:
    assert mapped("  description: {row: true}").posted["description"] == "2"


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        ("{column: a, read: whole}", "2,330.0", 2330),
        ("{column: a, read: number}", "1.5", 1.5),
        ("{column: a, read: flag}", "Yes", True),
        ("{column: a, read: year}", "2566", 2566),
        ("{column: a, read: date}", "2024-02-30", "2024-02-30"),
        ("{column: a, read: place}", "อ.เมือง จ.เชียงใหม่", "TH-50"),
        ("{column: a, read: place}", "TH-50", "TH-50"),
        ("{column: a, read: list, split: ',;'}", "SQL, Excel;\nงานขาย", ["SQL", "Excel", "งานขาย"]),
        (
            "{column: a, read: literal}",
            "{'Duties': ['sell', 'serve', 'sell']}",
            "Duties sell serve",
        ),
        ("{column: a, read: literal}", '["sell", null]', "sell"),
        ("{column: a, read: isced_f}", "0613", "0613"),
        ("{column: a, read: isced_f}", "๐๖๑๓", "0613"),
        ("{column: a, read: isic4}", "Q", "Q"),
        ("{column: a, read: isco08}", "๒๕๑๑", "2511"),
        ("{column: a, read: level}", "๖", 6),
        ("{column: a, pattern: '^(\\d+) posts'}", "3 posts", "3"),
        ("{column: a, map: {1: one, 2: two}}", "2.0", "two"),
        ("{column: a, map: {1: one}, otherwise: keep}", "three", "three"),
        ("{column: a, map: {employed: yes}}", "Employed", "yes"),
        ("{column: a, map: {m: male, M: married}}", "M", "married"),
        ("{column: a, contains: {perm: permanent, temp: casual}}", "Full, Perm", "permanent"),
    ],
)
def test_a_text_is_translated_and_read(rule: str, text: str, value: Any) -> None:
    assert mapped(f"  description: {rule}", a=text).posted["description"] == value


@pytest.mark.parametrize(
    ("rule", "text", "code"),
    [
        ("{column: a, read: whole}", "2.5", "not_whole_number"),
        ("{column: a, read: number}", "many", "not_number"),
        ("{column: a, read: flag}", "perhaps", "not_boolean"),
        ("{column: a, read: year}", "66", "not_of_form"),
        ("{column: a, read: date}", "soon", "not_of_form"),
        ("{column: a, read: ago}", "3 days ago", "not_of_form"),
        ("{column: a, read: pay}", "1 / 2 / 3", "unreadable_pay"),
        ("{column: a, read: place}", "Others", "unknown_place"),
        ("{column: a, read: literal}", "{'a': ", "not_of_form"),
        ("{column: a, read: place}", "เชียงใหม่, " * 100, "not_of_form"),
        ("{column: a, read: whole}", "1" * 5_000, "not_whole_number"),
        ("{column: a, read: isco08}", "9999", "unknown_code"),
        ("{column: a, map: {ab: one, AB: two}}", "Ab", "unmapped"),
        ("{column: a, pattern: '^(\\d+) posts'}", "some", "not_of_form"),
        ("{column: a, map: {1: one}}", "3", "unmapped"),
        ("{column: a, contains: {perm: permanent, temp: casual}}", "perm or temp", "unmapped"),
    ],
)
def test_a_text_that_cannot_be_taken_rejects_the_row_or_is_left_out_and_counted(
    rule: str, text: str, code: str
) -> None:
    rejected = mapped(f"  description: {rule}", a=text)
    assert [(p.field, p.found, p.fault.code) for p in rejected.faults] == [
        ("description", text, code)
    ]
    left_out = mapped(f"  description: {rule[:-1]}, otherwise: missing}}", a=text)
    assert not left_out.faults
    assert left_out.unread == ["description"]
    assert "description" not in left_out.posted


def test_a_year_of_neither_era_is_told_as_one() -> None:
    fields = "  closes_on: {column: day, read: date}\n  experience_years: {column: n, read: year}"
    row = mapped(fields, dates='{era: be, forms: ["%d/%m/%Y"]}', day="31/01/3109", n="3109")
    told = [(each.field, each.fault.code, each.fault.values) for each in row.faults]
    assert told == [
        (name, "impossible_year", {"value": 3109}) for name in ("closes_on", "experience_years")
    ]


def test_every_fault_of_a_row_is_told() -> None:
    fields = "  region: {column: a, read: place}\n  openings: {column: b, read: whole}"
    outcome = mapped(fields, a="nowhere", b="x")
    assert [problem.field for problem in outcome.faults] == ["region", "openings"]


def test_pay_without_an_amount_and_a_survey_without_answers_are_left_out() -> None:
    fields = "  pay.exact: {column: p, read: number}\n  pay.currency: {constant: THB}"
    assert "pay" not in mapped(fields, p="").posted
    assert mapped(fields, p="1").posted["pay"] == {"exact": 1.0, "currency": "THB"}


def test_a_row_that_could_not_be_taken_apart_keeps_its_fault_and_text() -> None:
    broken = Row(7, fault=fault("undecodable", encoding="cp874"), text="\N{REPLACEMENT CHARACTER}")
    outcome = map_row(broken, a_profile())
    assert outcome.posted == {}
    assert outcome.faults[0].fault.code == "undecodable"


def test_a_fault_of_the_schema_is_told_at_the_text_of_the_file() -> None:
    profile = a_profile("  pay: {column: salary, read: pay}")
    outcome = mapped("  pay: {column: salary, read: pay}", salary="9,000 - 5,000")
    problem = fault_at(outcome, profile, "/pay/low", fault("upside_down"))
    assert (problem.field, problem.found) == ("pay.low", "9,000 - 5,000")
    whole_record = fault_at(outcome, profile, "/skills/0", fault("too_long", max=1))
    assert (whole_record.field, whole_record.found) == ("skills.0", "")
