"""YAML in which every scalar is the text that stands there.

YAML 1.1 would read Norway's `NO` as false, the field code `0613` as the octal number 395 and a
date as an object; a mapping profile is full of such codes.
"""

from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """Mappings, lists and texts. Raises ValueError with the line of the fault."""
    loader = _TextLoader(text)
    try:
        return loader.get_single_data()
    except yaml.YAMLError as error:
        raise ValueError(" ".join(str(error).split())) from error
    finally:
        loader.dispose()


class _TextLoader(yaml.BaseLoader):
    """BaseLoader, but a key that stands twice in one mapping is a fault."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key.value!r} stands twice", key.start_mark
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)
