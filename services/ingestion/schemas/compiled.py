"""A schema's `load`, compiled: the short way for good records, marshmallow for all others.

The short way is made of the schema's own fields and hooks. It returns what `load` would return or
gives up, and whatever it gives up is loaded by marshmallow, which alone judges and words faults.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from inspect import Parameter
from typing import Any

import marshmallow as ma
from marshmallow import decorators, fields

from services.ingestion.schemas.shortcuts import Reader, has_shortcut, length_limits, shortcut

Load = Callable[[Any], Any]
_Hook = Callable[..., Any]


class _NotPlain(Exception):
    """The record is no JSON object, or lacks what is required."""


_KNOWN_HOOKS = (decorators.VALIDATES_SCHEMA, decorators.POST_LOAD)
_OF_DUMPING = (decorators.PRE_DUMP, decorators.POST_DUMP)
_DEVIATIONS = (
    _NotPlain,
    ma.ValidationError,
    KeyError,  # a field that the schema does not have
    TypeError,  # a list or an object where a text belongs
)


def compiled(schema: ma.Schema) -> Load:
    """What `schema.load` does for one decoded JSON value, several times as fast.

    A schema that has parts which this module does not know is left to marshmallow whole.
    """
    if any(unknown_parts(schema)):
        return schema.load
    load_plain = _loader(schema)

    def load(posted: Any) -> Any:
        try:
            return load_plain(posted)
        except _DEVIATIONS:
            return schema.load(posted)

    return load


def unknown_parts(schema: ma.Schema, path: str = "") -> Iterator[str]:
    """Names of the schema's parts that cannot be compiled."""
    for kind, hooks in type(schema).resolve_hooks().items():
        for name, takes_collection, _ in hooks:
            if kind not in _OF_DUMPING and (kind not in _KNOWN_HOOKS or takes_collection):
                yield path + name
    if type(schema).load is not ma.Schema.load:
        yield f"{path}load"
    if schema.many or schema.partial or schema.unknown != ma.RAISE:
        yield f"{path}Meta"
    for name, field in schema.load_fields.items():
        yield from _unknown_in(field, path + name)


def _unknown_in(field: fields.Field[Any], path: str) -> Iterator[str]:
    is_renamed = field.data_key is not None or field.attribute is not None
    if is_renamed or field.pre_load or field.post_load:
        yield path
    elif type(field) is fields.Nested:
        if field.many or field.unknown is not None:
            yield path
        yield from unknown_parts(field.schema, f"{path}.")
    elif type(field) is fields.List:
        yield from _unknown_in(field.inner, f"{path}[]")
    elif not has_shortcut(field):
        yield path


def _loader(schema: ma.Schema) -> Load:
    readers = {name: _reader(field) for name, field in schema.load_fields.items()}
    required = {name for name, field in schema.load_fields.items() if field.required}
    defaults = _defaults(schema)
    checks = _hooks(schema, decorators.VALIDATES_SCHEMA)
    finishes = _hooks(schema, decorators.POST_LOAD)

    def load(posted: Any) -> Any:
        if posted.__class__ is not dict or not posted.keys() >= required:
            raise _NotPlain
        values: Any = {name: readers[name](value) for name, value in posted.items()}
        for name, default in defaults.items():
            if name not in values:
                values[name] = default() if callable(default) else default
        for check, takes_posted in checks:
            check(values, posted) if takes_posted else check(values)
        for finish, takes_posted in finishes:
            values = finish(values, posted) if takes_posted else finish(values)
        return values

    return load


def _defaults(schema: ma.Schema) -> Mapping[str, Any]:
    return {
        name: field.load_default
        for name, field in schema.load_fields.items()
        if field.load_default is not ma.missing
    }


def _hooks(schema: ma.Schema, kind: str) -> list[tuple[_Hook, bool]]:
    """The schema's methods of that kind, and whether each takes the post besides what is loaded.

    What marshmallow says besides is left out where it goes into a parameter named `_`, unread.
    """
    said = {"many": False, "partial": schema.partial, "unknown": schema.unknown}
    found = []
    for name, _, options in type(schema).resolve_hooks().get(kind, ()):
        hook = getattr(schema, name)
        called = hook if _leaves_unread(hook, said) else partial(hook, **said)
        found.append((called, options.get("pass_original", False)))
    return found


def _leaves_unread(hook: _Hook, said: Mapping[str, Any]) -> bool:
    parameters = inspect.signature(hook).parameters
    takes_all = "_" in parameters and parameters["_"].kind is Parameter.VAR_KEYWORD
    return takes_all and not said.keys() & parameters.keys()


def _reader(field: fields.Field[Any]) -> Reader:
    if isinstance(field, fields.Nested):
        return _nested(field)
    if isinstance(field, fields.List):
        return _list(field)
    return shortcut(field)


def _nested(field: fields.Nested) -> Reader:
    load, is_checked = _loader(field.schema), bool(field.validators)

    def read(value: Any) -> Any:
        if value is None or is_checked:
            return field.deserialize(value)
        return load(value)

    return read


def _list(field: fields.List[Any]) -> Reader:
    item, limits = _reader(field.inner), length_limits(field.validators)
    if limits is None:
        return field.deserialize
    least, most = limits

    def read(value: Any) -> Any:
        if value.__class__ is list and least <= len(value) <= most:
            return [item(each) for each in value]
        return field.deserialize(value)

    return read
