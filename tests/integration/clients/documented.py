"""How the client's documents differ from the schemas of an OpenAPI document."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

Schema = Mapping[str, Any]
_NAMES = {str: "string", int: "integer", float: "number", bool: "boolean", list: "array"}


class Documented:
    """An OpenAPI document to compare with."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """The operation, with the parameters of its path; None where there is none."""
        found = self.document["paths"].get(path, {})
        if method.lower() not in found:
            return None
        own = found[method.lower()]
        parameters = own.get("parameters", []) + found.get("parameters", [])
        return {**own, "parameters": [self._parameter(stated) for stated in parameters]}

    def differences(self, hint: Any, schema: Schema, where: str = "") -> Iterator[str]:
        """A sentence for everything that is said of a type and not of its schema."""
        choices = schema.get("oneOf") or schema.get("anyOf", [])
        if len(choices) > 1 and {"type": "null"} not in choices:  # the one that is meant
            each = [list(self.differences(hint, one, where)) for one in choices]
            yield from min(each, key=len)
            return
        schema, is_nullable = self._resolved(schema)
        options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
        if (NoneType in options) != is_nullable:
            yield f"{where}: {'null' if is_nullable else 'never null'} in the document"
        for option in options:
            if option is not NoneType and option is not Any:
                yield from self._of_one(option, schema, where)

    def _parameter(self, stated: Mapping[str, Any]) -> Mapping[str, Any]:
        if "$ref" not in stated:
            return stated
        found: Mapping[str, Any] = self.document["components"]["parameters"]
        return dict(found[stated["$ref"].rpartition("/")[2]])

    def _of_one(self, hint: Any, schema: Schema, where: str) -> Iterator[str]:
        if is_typeddict(hint):
            yield from self._of_object(hint, schema, where)
        elif get_origin(hint) is dict:
            inner = schema.get("additionalProperties", {})
            if inner:  # what a dictionary holds is not always documented
                yield from self.differences(get_args(hint)[1], inner, f"{where}{{}}")
        elif get_origin(hint) is Literal:
            if set(get_args(hint)) != set(schema.get("enum", ())):
                yield f"{where}: {schema.get('enum')} in the document"
        elif _NAMES.get(get_origin(hint) or hint) not in _types(schema):
            yield f"{where}: {schema.get('type')} in the document"
        elif get_origin(hint) is list:
            yield from self.differences(get_args(hint)[0], schema["items"], f"{where}[]")

    def _of_object(self, hint: Any, schema: Schema, where: str) -> Iterator[str]:
        known = schema.get("properties", {})
        for name, inner in get_type_hints(hint).items():
            if name in known:
                yield from self.differences(inner, known[name], f"{where}/{name}")
            else:
                yield f"{where}/{name}: not in the document"

    def _resolved(self, schema: Schema) -> tuple[Schema, bool]:
        """The schema that is meant, and whether null is allowed beside it."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.document["components"]["schemas"][name], False
        if "anyOf" in schema:
            others = [option for option in schema["anyOf"] if option != {"type": "null"}]
            return self._resolved(others[0])[0], len(others) < len(schema["anyOf"])
        return schema, "null" in _types(schema)


def _types(schema: Schema) -> list[str]:
    found = schema.get("type", [])
    return found if isinstance(found, list) else [found]
