"""Fields of JSON bodies that take their own JSON type only, as the OpenAPI documents say.

marshmallow's own take a text that looks like a number, and 1 or "yes" for true.
"""

from typing import Any

from marshmallow import fields


class Number(fields.Float):
    """A JSON number; a text that looks like one is none."""

    def _validated(self, value: Any) -> float:
        if isinstance(value, str):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class TrueOrFalse(fields.Boolean):
    """A JSON true or false; neither 1 nor "yes"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value
