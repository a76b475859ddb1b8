"""The register of processing is in step with what is kept of persons."""

from collections.abc import Iterator
from typing import Any

import marshmallow as ma
import msgspec

from services.ingestion.rights.processing import contract_fields, descriptions, register
from services.ingestion.schemas import GraduateSchema
from shared.contracts import Graduate

NOT_KEPT = {"reference"}
"""What is posted and replaced at the door."""


def posted_fields(schema: ma.Schema, prefix: str = "") -> Iterator[str]:
    for name, field in schema.fields.items():
        if isinstance(field, ma.fields.Nested):
            yield from posted_fields(field.schema, f"{prefix}{name}.")
        else:
            yield prefix + name


def test_every_field_of_the_contract_is_described_and_no_other() -> None:
    described = descriptions()["fields"]
    assert set(described) == set(contract_fields(Graduate))
    assert {field["category"] for field in described.values()} == set(descriptions()["categories"])


def test_every_field_that_may_be_posted_is_one_that_is_described() -> None:
    described = set(descriptions()["fields"])
    groups = {name.rpartition(".")[0] for name in described}
    for name in posted_fields(GraduateSchema()):
        group = name.rpartition(".")[0]
        assert name in described | NOT_KEPT or group in groups, f"{name} is not described"


def test_a_new_field_of_a_contract_is_seen() -> None:
    class Course(msgspec.Struct):
        mark: str

    class Student(msgspec.Struct):
        name: str
        course: Course | None = None

    assert list(contract_fields(Student)) == ["name", "course.mark"]


def test_everything_is_said_in_both_languages() -> None:
    def sentences(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if "th" in value or "en" in value:
                yield value
            for inner in value.values():
                yield from sentences(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from sentences(inner)

    found = list(sentences(register("NSO", "data@nso.example", 10, 7)))
    assert len(found) > 60
    for sentence in found:
        assert any("ก" <= letter <= "๛" for letter in sentence["th"]), sentence
        assert not any("ก" <= letter <= "๛" for letter in sentence["en"]), sentence


def test_settings_are_told() -> None:
    told = register("NSO", "", 12, 7)
    assert told["controller"] == {"name": "NSO", "contact": None}
    assert next(p["years"] for p in told["retention"] if p["what"] == "records") == 12
    unlimited = register("NSO", "", 0, 7)["retention"]
    assert next(p["years"] for p in unlimited if p["what"] == "records") is None


def test_every_purpose_has_a_legal_basis_of_the_act() -> None:
    for purpose in register("NSO", "", 10, 7)["purposes"]:
        assert [basis["section"].split()[0] for basis in purpose["bases"]].count("24") >= 1
