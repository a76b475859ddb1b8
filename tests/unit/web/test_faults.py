"""Faults: marshmallow's messages find their code, nested messages their JSON pointer."""

from typing import Any

import marshmallow as ma
import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields, validate

from shared.web.faults import TEXTS, Fault, fault, flatten, of_message


class Everything(ma.Schema):
    """One field of each kind that the services use."""

    text = fields.String(validate=validate.Length(2, 4))
    short = fields.String(validate=validate.Length(max=2))
    long = fields.String(validate=validate.Length(min=2))
    whole = fields.Integer(strict=True, validate=validate.Range(1, 9))
    least = fields.Integer(validate=validate.Range(min=1))
    most = fields.Integer(validate=validate.Range(max=9))
    above = fields.Float(validate=validate.Range(0, 9, min_inclusive=False))
    number = fields.Float()
    flag = fields.Boolean()
    day = fields.Date()
    choice = fields.String(validate=validate.OneOf(["a", "b"]))
    items = fields.List(fields.Integer())
    inner = fields.Nested(lambda: Everything())
    mapping = fields.Dict()
    needed = fields.String(required=True)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("text", 1, "not_text"),
        ("text", b"\xff", "not_text"),
        ("text", "a", "wrong_length"),
        ("short", "abc", "too_long"),
        ("long", "a", "too_short"),
        ("whole", 1.5, "not_whole_number"),
        ("whole", 0, "out_of_range"),
        ("least", 0, "too_small"),
        ("most", 10, "too_large"),
        ("above", 0, "not_above"),
        ("number", "x", "not_number"),
        ("number", float("nan"), "not_number"),
        ("number", 10**400, "not_number"),
        ("flag", 7, "not_boolean"),
        ("day", "soon", "not_date"),
        ("choice", "c", "not_one_of"),
        ("items", 1, "not_list"),
        ("inner", 1, "not_object"),
        ("mapping", 1, "not_object"),
        ("needed", None, "null"),
    ],
)
def test_each_message_of_marshmallow_has_a_code_of_ours(name: str, value: Any, code: str) -> None:
    messages = Everything().validate({"needed": "x", name: value})
    ((pointer, found),) = flatten(messages)
    assert (pointer, found.code) == (f"/{name}", code)
    assert found.text("th") != found.text("en") != ""


def test_values_of_a_message_stand_in_both_sentences() -> None:
    found = of_message("Must be greater than or equal to 1 and less than or equal to 9.")
    assert found.text("en") == "must be between 1 and 9"
    assert found.text("th") == "ต้องอยู่ระหว่าง 1 ถึง 9"


def test_an_unknown_message_is_still_a_fault_in_both_languages() -> None:
    assert of_message("Something else entirely.") == Fault("invalid")


def test_a_code_without_sentences_cannot_be_used() -> None:
    with pytest.raises(KeyError):
        fault("no_such_code")


@given(st.dictionaries(st.sampled_from(["choices", "value", "x"]), st.text(), max_size=3))
def test_any_value_can_stand_in_a_sentence(values: dict[str, str]) -> None:
    found = fault("not_one_of", **{"choices": "", **values})
    assert found.text("en").startswith("must be one of: ")


@pytest.mark.parametrize(
    ("messages", "pointers"),
    [
        ({}, []),
        ({"a": ["x"]}, ["/a"]),
        ({"a": {0: {"b": ["x", "y"]}}}, ["/a/0/b", "/a/0/b"]),
        ({"_schema": ["x"]}, [""]),
        ({"a": {"_schema": ["x"]}}, ["/a"]),
        ({"a/b": {"~": ["x"]}}, ["/a~1b/~0"]),
        (["x"], [""]),
    ],
)
def test_nested_messages_become_pointers(messages: Any, pointers: list[str]) -> None:
    assert [pointer for pointer, _ in flatten(messages)] == pointers


names = st.text(min_size=1).filter(lambda name: name != "_schema")
nested = st.recursive(
    st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=2),
    lambda inner: st.dictionaries(names, inner, min_size=1, max_size=3),
    max_leaves=8,
)


@given(nested)
def test_flattening_loses_no_message_and_every_pointer_leads_to_it(messages: Any) -> None:
    pairs = flatten(messages)
    assert len(pairs) == count(messages)
    for pointer, _ in pairs:
        found = messages
        for step in pointer.split("/")[1:]:
            found = found[step.replace("~1", "/").replace("~0", "~")]
        assert isinstance(found, list)


def count(messages: Any) -> int:
    if isinstance(messages, dict):
        return sum(count(inner) for inner in messages.values())
    return len(messages)
