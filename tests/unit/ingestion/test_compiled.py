"""The compiled `load` does what marshmallow's does, for good posts and for broken ones.

LMIS_TEST_POSTS says for how many by chance (100,000).
"""

import os
from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any

import marshmallow as ma
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import fields, validate

from services.ingestion.schemas import GraduateSchema, VacancySchema, compiled
from services.ingestion.schemas.compiled import _loader, unknown_parts
from services.ingestion.schemas.fields import MaskedText, Text
from services.ingestion.schemas.masking import masked_in
from tests.builders import a_graduate_post, a_vacancy_post
from tests.unit.ingestion.at_random import a_post

SCHEMAS = {"graduates": GraduateSchema(), "vacancies": VacancySchema()}
COMPILED = {noun: compiled(schema) for noun, schema in SCHEMAS.items()}
POSTS = int(os.environ.get("LMIS_TEST_POSTS", "100000"))
nouns = pytest.mark.parametrize("noun", SCHEMAS)


def exactly(value: Any) -> Any:
    """The value in a form that is equal only for the same values of the same types."""
    if isinstance(value, msgspec.Struct):
        return type(value), exactly(msgspec.structs.asdict(value))
    if isinstance(value, dict):
        return {key: exactly(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return type(value), [exactly(inner) for inner in value]
    return type(value), repr(value)


def result_of(load: Callable[[Any], Any], posted: Any) -> tuple[str, Any]:
    """What was loaded, or what is wrong with it."""
    try:
        return "valid", exactly(load(posted))
    except ma.ValidationError as error:
        return "invalid", error.normalized_messages()


def compare(noun: str, seed: int, posts: int) -> Counter[str]:
    """How many of so many posts by chance were valid; each was judged alike."""
    random, judged = Random(seed), Counter[str]()
    for _ in range(posts):
        posted = a_post(SCHEMAS[noun], random)
        expected = result_of(SCHEMAS[noun].load, posted)
        assert result_of(COMPILED[noun], posted) == expected, posted
        judged[expected[0]] += 1
    return judged


@nouns
@given(seed=st.integers(0, 2**64))
@settings(max_examples=10)
def test_it_loads_and_refuses_what_marshmallow_does(noun: str, seed: int) -> None:
    compare(noun, seed, posts=100)


@pytest.mark.slow
def test_it_does_so_for_very_many_posts() -> None:
    judged: Counter[str] = Counter()

    @given(noun=st.sampled_from(sorted(SCHEMAS)), seed=st.integers(0, 2**64))
    @settings(max_examples=POSTS // 500, database=None)
    def check(noun: str, seed: int) -> None:
        judged.update(compare(noun, seed, posts=500))

    check()
    print(f"\n{judged['valid']:,} valid, {judged['invalid']:,} invalid")
    assert judged.total() >= POSTS
    assert min(judged.values()) > judged.total() / 5


@nouns
def test_no_part_of_a_schema_is_left_to_marshmallow(noun: str) -> None:
    assert list(unknown_parts(SCHEMAS[noun])) == []
    assert COMPILED[noun] != SCHEMAS[noun].load


class _Shout(fields.String):
    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).upper()


class _Inner(ma.Schema):
    word = _Shout()


class _Strange(ma.Schema):
    inner = fields.Nested(_Inner)
    inners = fields.List(fields.Nested(_Inner, unknown=ma.EXCLUDE))
    renamed = Text(longest=5, data_key="other")
    stripped = Text(longest=5, pre_load=str.strip)

    @ma.pre_load
    def before(self, posted: Any, **_: Any) -> Any:
        return posted

    @ma.validates("renamed")
    def one(self, value: str, data_key: str) -> None:
        """Nothing is wrong."""


def test_what_it_does_not_know_is_named_and_left_to_marshmallow() -> None:
    assert sorted(unknown_parts(_Strange())) == [
        "before",
        "inner.word",
        "inners[]",
        "inners[].word",
        "one",
        "renamed",
        "stripped",
    ]
    strange = _Strange()
    assert compiled(strange) == strange.load
    assert compiled(_Inner())({"word": "a"}) == {"word": "A"}


def _even(value: int) -> None:
    if value % 2:
        raise ma.ValidationError("odd")


class _Checked(ma.Schema):
    text = Text(longest=3, validate=[validate.Length(1, 3), validate.Regexp("[a-z]")])
    number = fields.Integer(strict=True, validate=_even)
    word = fields.String(load_default=lambda: "none")
    pairs = fields.List(fields.Integer(), validate=validate.Length(equal=2))


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"text": "ab", "number": 2, "word": "x", "pairs": [1, 2]},
        *({"text": text} for text in ("AB", "abcd", "", 5)),
        *({"number": number} for number in (3, True, 2.0, None)),
        *({"pairs": pairs} for pairs in ([1], [1, "2"], [1, "x"], None, (1, 2))),
    ],
)
def test_validators_it_does_not_know_are_asked_all_the_same(posted: Any) -> None:
    schema = _Checked()
    assert list(unknown_parts(schema)) == []
    assert result_of(compiled(schema), posted) == result_of(schema.load, posted)


class _Curious(ma.Schema):
    word = fields.String()

    @ma.validates_schema(pass_original=True)
    def told(self, posted: Any, original: Any, **more: Any) -> None:
        assert (posted, more) == (original, {"many": False, "partial": None, "unknown": ma.RAISE})

    @ma.post_load
    def with_unknown(self, posted: Any, unknown: str, **_: Any) -> Any:
        return {**posted, "unknown": unknown}


def test_a_hook_is_told_what_marshmallow_tells_it() -> None:
    schema = _Curious()
    assert list(unknown_parts(schema)) == []
    assert _loader(schema)({"word": "a"}) == schema.load({"word": "a"})


@pytest.mark.parametrize(("first", "then"), [(1, True), (True, 1), (6, 6.0), (6.0, 6), ("6", 6)])
def test_a_value_seen_before_does_not_stand_for_another_that_equals_it(
    first: Any, then: Any
) -> None:
    load = compiled(GraduateSchema())
    for name in ("level", "graduation_year", "persons", "synthetic", "field"):
        for value in (first, then):
            posted = a_graduate_post(**{name: value}, tracer=None)
            assert result_of(load, posted) == result_of(SCHEMAS["graduates"].load, posted)


def test_a_masked_text_is_warned_of_where_it_was_posted() -> None:
    posted = a_vacancy_post(
        title="Developer, call 081-234-5678",
        description="[id] is no warning by itself",
        skills=["Python", "Python", "hr@example.com", "[SQL]"],
    )
    loaded = COMPILED["vacancies"](posted)
    warnings = masked_in(SCHEMAS["vacancies"])(posted, loaded)
    assert [(pointer, fault.code) for pointer, fault in warnings] == [
        ("/title", "masked_identifier"),
        ("/skills/2", "masked_identifier"),
    ]
    assert "081" not in loaded["title"]


def test_masked_texts_are_where_warnings_are_looked_for() -> None:
    """Beneath a nested schema nobody would see them."""

    def nested(schema: ma.Schema) -> list[fields.Field[Any]]:
        inner = [field for field in schema.load_fields.values() if isinstance(field, fields.Nested)]
        return [field for part in inner for field in part.schema.load_fields.values()]

    for schema in SCHEMAS.values():
        assert not any(isinstance(field, MaskedText) for field in nested(schema))
