"""Links of the OpenAPI document: from an answer that makes something to what it can be used for."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

_METHODS = ("get", "put", "patch", "post", "delete")
_NAMES_OF_MADE = ("id", "record", "number")


def add_links(spec: dict[str, Any]) -> None:
    """From each POST to the operations on the path below it with one argument more."""
    for path, operations in spec["paths"].items():
        for status, answer in operations.get("post", {}).get("responses", {}).items():
            if status.startswith("2") and "{" not in path:
                links = dict(_links(spec, path, answer))
                if links:
                    answer.setdefault("links", {}).update(links)


def _links(
    spec: Mapping[str, Any], path: str, answer: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, Any]]]:
    below = re.compile(re.escape(path) + r"/\{(\w+)\}(/[^{]*)?")
    members = _members(spec, answer)
    for other, operations in spec["paths"].items():
        found = below.fullmatch(other)
        made = found and _name_of_made(found[1], members)
        if not found or not made:
            continue
        pointer = other.replace("~", "~0").replace("/", "~1")
        for method in _METHODS:
            if method in operations:
                yield (
                    f"{method}{(found[2] or '').replace('/', '-')}",
                    {
                        "operationRef": f"#/paths/{pointer}/{method}",
                        "parameters": {found[1]: f"$response.body#/{made}"},
                    },
                )


def _name_of_made(argument: str, members: Mapping[str, Any]) -> str | None:
    """The member of the answer that the argument takes."""
    return next((name for name in (argument, *_NAMES_OF_MADE) if name in members), None)


def _members(spec: Mapping[str, Any], answer: Mapping[str, Any]) -> Mapping[str, Any]:
    schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
    if "$ref" in schema:
        schema = spec["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    members: Mapping[str, Any] = schema.get("properties", {})
    return members
