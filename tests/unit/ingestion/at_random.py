"""Posts made from a schema by chance: good ones, and ones that are broken in some places."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas import fields as own
from shared.taxonomy import isced_f, isco, isic, regions

_CODES: Mapping[str, list[str]] = {
    "ISCO-08": [code for digits in (1, 2, 3, 4) for code in isco.groups(digits)],
    "ISCED-F 2013": [code for digits in (2, 3, 4) for code in isced_f.groups(digits)],
    "ISIC Rev.4": [code for digits in (1, 2, 3, 4, 5) for code in isic.groups(digits)],
    "ISO 3166-2": ["TH", "AT", *regions.provinces()],
}
_LEVELS = ["ปริญญาตรี", "ปวส.", "BACH", "วท.บ.", "ปริญญาเอก", "6", 6, 3, 0, "ISCED 7", "ปริญญาโทขึ้นไป"]
_WORDS = [
    "วิศวกรรม",
    "Python",
    "ทำ",
    "analyst",
    "การสื่อสาร",
    "Cafe\u0301",
    "C++",
    "งานท\u0e4d\u0e32",
    "2",
]
_IDENTIFIERS = ["081-234-5678", "somchai@example.ac.th", "1-1017-00203-45-0", "๐๘๑๒๓๔๕๖๗๘"]
_STRAY: list[Any] = [
    *(None, True, False, 0, 1, -1, 6.0, 1.5, -0.0, 2567, 2 ** 70, 1e300),
    *(float("inf"), float("nan")),
    *("", " ", "6", "true", "x" * 120, "x" * 301, "\u200b", "\x00", "\ud800", "0613 ", " TH-10"),
    *("9999", "?", "2568-02-30", " 2568-01-15", "๒๕๖๘-๐๑-๑๕", "a/../b", "เเ", "/", "closing"),
    *([], {}, [None], ["Python", 7], ["Python"] * 101, [["a"]], {"low": 2, "high": 1}),
    *({"exact": 1, "low": 1}, {"status": "unknown"}, {"status": "employed", "pay": {"low": None}}),
    *_IDENTIFIERS,
]  # fmt: skip


def a_post(schema: ma.Schema, random: Random) -> Any:
    """A good post of the schema's own fields, by now and then broken."""
    posted = _good(schema, random)
    for _ in range(random.choice((0, 0, 0, 1, 1, 2))):
        posted = _broken(posted, schema, random)
    return posted


def _good(schema: ma.Schema, random: Random) -> dict[str, Any]:
    wanted = random.random()
    is_buddhist = random.random() < 0.5
    names = [
        name
        for name, field in schema.load_fields.items()
        if field.required or random.random() < wanted
    ]
    random.shuffle(names)
    return {name: _value(schema.load_fields[name], random, is_buddhist) for name in names}


def _broken(posted: Any, schema: ma.Schema, random: Random) -> Any:
    """The post with one value gone, strange, foreign, or broken further inside."""
    if not isinstance(posted, dict) or random.random() < 0.02:
        return random.choice(_STRAY)
    posted = dict(posted)
    name = random.choice(list(schema.load_fields))
    field, value = schema.load_fields[name], posted.get(name)
    chance = random.random()
    if chance < 0.1:
        posted.pop(name, None)
    elif chance < 0.15:
        posted[random.choice(("faculty", "Reference", "a/b~c", ""))] = random.choice(_STRAY)
    elif chance < 0.5 and isinstance(field, fields.Nested) and isinstance(value, dict):
        posted[name] = _broken(value, field.schema, random)
    elif chance < 0.5 and isinstance(value, list):
        posted[name] = [*value, random.choice(_STRAY)]
    else:
        posted[name] = random.choice(_STRAY)
    return posted


def _value(field: fields.Field[Any], random: Random, is_buddhist: bool) -> Any:
    if field.allow_none and random.random() < 0.1:
        return None
    return _VALUES[type(field)](field, random, is_buddhist)


def _text(field: Any, random: Random, _: bool) -> str:
    words = random.choices(_WORDS, k=random.randint(1, 4))
    if random.random() < 0.03:
        words.append(random.choice(_IDENTIFIERS))
    return random.choice((" ", "  ", "\t")).join(words)


def _one_of(field: Any, random: Random, _: bool) -> str:
    for validator in field.validators:
        if isinstance(validator, validate.OneOf):
            return str(random.choice(list(validator.choices)))
    return random.choice(("THB", "USD"))


def _number(field: Any, random: Random, _: bool) -> float:
    low, high = field.validators[0].min, field.validators[0].max
    return random.choice((low, high, random.uniform(low, min(high, 1e6)), random.randint(1, 5)))


def _whole_number(field: Any, random: Random, _: bool) -> int:
    return random.randint(field.validators[0].min, field.validators[0].max)


def _date(field: Any, random: Random, is_buddhist: bool) -> str:
    day = date(2015, 1, 1) + timedelta(days=random.randrange(4000))
    year = day.year + own.BUDDHIST_OFFSET * is_buddhist
    return f"{year}-{day.month:02}-{day.day:02}"


def _year(field: Any, random: Random, is_buddhist: bool) -> int:
    return random.randint(2000, 2026) + own.BUDDHIST_OFFSET * is_buddhist


def _list(field: Any, random: Random, is_buddhist: bool) -> list[Any]:
    return [_value(field.inner, random, is_buddhist) for _ in range(random.randrange(4))]


def _nested(field: Any, random: Random, is_buddhist: bool) -> dict[str, Any]:
    if "exact" not in field.schema.load_fields:
        return _good(field.schema, random)
    amounts: list[dict[str, Any]] = [{"exact": 18_000}, {"low": 15_000.5}, {"low": 1, "high": 2}]
    return random.choice(amounts) | random.choice(({}, {"period": "day"}, {"currency": "USD"}))


_VALUES: Mapping[type, Callable[[Any, Random, bool], Any]] = {
    own.Text: _text,
    own.ImpersonalText: _text,
    own.MaskedText: _text,
    own.AddressableText: _text,
    own.Code: lambda field, random, _: random.choice(_CODES[field._classification]),
    own.Level: lambda field, random, _: random.choice(_LEVELS),
    own.Number: _number,
    own.TrueOrFalse: lambda field, random, _: random.random() < 0.5,
    own.EraDate: _date,
    own.Year: _year,
    fields.Integer: _whole_number,
    fields.String: _one_of,
    fields.List: _list,
    fields.Nested: _nested,
}
