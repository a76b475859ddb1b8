"""Short ways past marshmallow's fields: each returns what `field.deserialize` returns.

A shortcut answers for plainly good values by itself and asks the field about all others, so it
has no judgement of its own: the field raises what it raises.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from marshmallow import fields, validate

from services.ingestion.schemas.fields import (
    AddressableText,
    Code,
    EraDate,
    ImpersonalText,
    Level,
    MaskedText,
    Number,
    Text,
    TrueOrFalse,
    Year,
)

Reader = Callable[[Any], Any]

_LARGEST = sys.float_info.max
_MOST_TEXTS = 10_000
_LONGEST_TEXT = 100


def has_shortcut(field: fields.Field[Any]) -> bool:
    """Whether this module knows the very class of the field."""
    return type(field) in _SHORTCUTS


def shortcut(field: fields.Field[Any]) -> Reader:
    """The field's shortcut; KeyError where there is none."""
    return _SHORTCUTS[type(field)](field)


class _Readings(dict[Any, Any]):
    """What texts were read as: those that come again and again are read once.

    Only short ones are kept, so that no caller can fill the memory; the oldest and newest go
    together when there are too many.
    """

    def __init__(self, read: Reader, *, as_written: bool = False) -> None:
        super().__init__()
        self._read = read
        self._as_written = as_written

    def __missing__(self, text: Any) -> Any:
        found = self._read(text)
        is_short = text is None or (text.__class__ is str and len(text) <= _LONGEST_TEXT)
        if is_short and (found == text or not self._as_written):
            if len(self) >= _MOST_TEXTS:
                self.clear()
            self[text] = found
        return found


def _vocabulary(field: fields.Field[Any]) -> Reader:
    """For codes, dates and words of a list."""
    return _Readings(field.deserialize).__getitem__


def _topic(field: fields.Field[Any]) -> Reader:
    """For titles, programmes and skills; what was masked is not kept in memory."""
    return _Readings(_text(field), as_written=True).__getitem__


def _text(field: fields.Field[Any]) -> Reader:
    """For texts that are hardly ever the same."""
    limits = length_limits(field.validators)
    if limits is None or not isinstance(field, Text):
        return field.deserialize
    tidied, (least, most) = field.read, limits

    def read(value: Any) -> Any:
        if value.__class__ is str:
            text = tidied(value)
            if least <= len(text) <= most:
                return text
        return field.deserialize(value)

    return read


def _number(field: fields.Field[Any]) -> Reader:
    limits = _range_limits(field.validators)
    if limits is None:
        return field.deserialize
    least, most = limits

    def read(value: Any) -> Any:
        # a bool is none of these two classes, and NaN is within no limits
        if (value.__class__ is float or value.__class__ is int) and least <= value <= most:
            return float(value)
        return field.deserialize(value)

    return read


def _whole_number(field: fields.Field[Any]) -> Reader:
    limits = _range_limits(field.validators)
    if limits is None:
        return field.deserialize
    least, most = limits

    def read(value: Any) -> Any:
        if value.__class__ is int and least <= value <= most:
            return value
        return field.deserialize(value)

    return read


def _true_or_false(field: fields.Field[Any]) -> Reader:
    if field.validators:
        return field.deserialize

    def read(value: Any) -> Any:
        return value if value is True or value is False else field.deserialize(value)

    return read


def _few(field: fields.Field[Any]) -> Reader:
    """For the few levels and years, of which 6 and True must not be taken for one."""
    return lru_cache(maxsize=1_000, typed=True)(field.deserialize)


def length_limits(validators: Sequence[Any]) -> tuple[float, float] | None:
    """Between which lengths all validators are content; None when that is not all they ask."""
    least, most = 0, sys.maxsize
    for validator in validators:
        if type(validator) is not validate.Length or validator.equal is not None:
            return None
        least = max(least, validator.min or 0)
        most = min(most, sys.maxsize if validator.max is None else validator.max)
    return least, most


def _range_limits(validators: Sequence[Any]) -> tuple[float, float] | None:
    """Between which numbers all validators are content; None when that is not all they ask."""
    least, most = -_LARGEST, _LARGEST
    for validator in validators:
        is_simple = type(validator) is validate.Range
        if not is_simple or not (validator.min_inclusive and validator.max_inclusive):
            return None
        least = max(least, -_LARGEST if validator.min is None else validator.min)
        most = min(most, _LARGEST if validator.max is None else validator.max)
    return least, most


_SHORTCUTS: Mapping[type, Callable[[fields.Field[Any]], Reader]] = {
    fields.String: _vocabulary,
    Code: _vocabulary,
    EraDate: _vocabulary,
    ImpersonalText: _topic,
    MaskedText: _topic,
    Text: _text,
    AddressableText: _text,
    Number: _number,
    fields.Integer: _whole_number,
    TrueOrFalse: _true_or_false,
    Level: _few,
    Year: _few,
}
