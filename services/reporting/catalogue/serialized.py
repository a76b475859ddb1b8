"""A graph as bytes that are the same in every process: JSON-LD and Turtle."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from rdflib import Graph


def to_turtle(graph: Graph) -> bytes:
    """RDF 1.1 Turtle; rdflib sorts it."""
    return graph.serialize(format="turtle", encoding="utf-8")


def to_json_ld(graph: Graph) -> bytes:
    """JSON-LD 1.1 with a context of its own.

    rdflib writes nodes and values in the order of a set; no order of them means anything.
    """
    document = graph.serialize(format="json-ld", auto_compact=True)
    return msgspec.json.encode(_sorted(msgspec.json.decode(document)), order="sorted")


WRITERS: Mapping[str, tuple[str, Callable[[Graph], bytes]]] = {
    # by the name that `?format=` takes: media type, writer
    "json-ld": ("application/ld+json", to_json_ld),
    "turtle": ("text/turtle", to_turtle),
}


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(
            map(_sorted, value), key=lambda item: msgspec.json.encode(item, order="sorted")
        )
    return value
