"""YAML in which every scalar is the text that stands there.

YAML 1.1 would read Norway's `NO` as false, the field code `0613` as the octal number 395 and a
date as an object; a mapping profile is full of such codes.
"""

from typing import Any

import yaml

LONGEST = 64 * 1024
MOST_NODES = 20_000


def read_yaml(text: str) -> Any:
    """Mappings, lists and texts.

    Raises:
        ValueError: with the line of the fault, or when the text, or what its aliases make of it,
            is larger than anybody would write.
    """
    if len(text) > LONGEST:
        raise ValueError(f"has more than {LONGEST} characters")
    try:
        tree = yaml.load(text, _TextLoader)  # noqa: S506  it makes texts, lists and mappings only
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    _refuse_bombs(tree)
    return tree


def _refuse_bombs(tree: Any) -> None:
    """An alias costs nothing until somebody walks through all that it stands for."""
    left, nodes = [tree], 0
    while left:
        node = left.pop()
        nodes += 1
        if nodes > MOST_NODES:
            raise ValueError(f"has more than {MOST_NODES} parts, counting aliases")
        if isinstance(node, dict):
            left += [*node, *node.values()]
        elif isinstance(node, list):
            left += node


class _TextLoader(yaml.BaseLoader):
    """BaseLoader, but a key that stands twice in one mapping is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key.value, str):
                raise yaml.constructor.ConstructorError(
                    None, None, "a key must be a text", key.start_mark
                )
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)
