"""The operations that an OpenAPI document lists, with who may call them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shared.access import Role

METHODS = ("get", "head", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """A method on a path, the roles and scopes that the document states, its query's names."""

    method: str
    path: str
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    query: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        return "public" in self.roles

    @property
    def owners(self) -> list[Role]:
        """The roles confined to their own things: all that may call it but the operators."""
        return [role for role in Role if role in self.roles and role is not Role.OPERATOR]

    def filled(self, value: str) -> str:
        """The path with a value in the place of every name."""
        return re.sub(r"\{\w+\}", value, self.path)


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of the document."""
    for path, found in document["paths"].items():
        for method in METHODS:
            if method in found:
                stated = found[method]
                yield Operation(
                    method.upper(),
                    path,
                    frozenset(stated["x-roles"]),
                    frozenset(stated["x-scopes"]),
                    frozenset(_query(stated, document)),
                )


def _query(stated: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    for parameter in stated.get("parameters", []):
        if "$ref" in parameter:
            name = parameter["$ref"].rpartition("/")[2]
            parameter = document["components"]["parameters"][name]
        if parameter["in"] == "query":
            yield parameter["name"]
