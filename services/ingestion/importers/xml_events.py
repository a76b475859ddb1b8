"""The elements of an XML part of a workbook as they come, in constant memory and without a DTD."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar
from xml.parsers import expat

from services.ingestion.importers.unreadable import UnreadableFile

_BLOCK = 64 * 1024
_DEEPEST = 50
Made = TypeVar("Made")


class Part(Protocol):
    """Bytes of a part."""

    def read(self, size: int, /) -> bytes: ...


class Handler(Protocol[Made]):
    """Takes elements by their name without its namespace, and gives what it made of them."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, text: str) -> None: ...

    def made(self) -> list[Made]:
        """What was made since it was last asked."""


def events(part: Part, handler: Handler[Made]) -> Iterator[Made]:
    """What `handler` makes of the part, as soon as it is made.

    Raises:
        UnreadableFile: it is not well-formed, or tries to define what it is written with.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler, parser.EndElementHandler = _bounded(handler)
    parser.CharacterDataHandler = handler.text
    try:
        while block := part.read(_BLOCK):
            parser.Parse(block, False)
            yield from handler.made()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableFile("broken_workbook", reason=str(error)) from error
    yield from handler.made()


def _bounded(
    handler: Handler[Made],
) -> tuple[Callable[[str, dict[str, str]], None], Callable[[str], None]]:
    """The handler's two ends, names without their namespace, refusing what is nested too deep."""
    local: dict[str, str] = {}
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableFile("broken_workbook", reason="nested too deeply")
        handler.start(local.get(name) or _local(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(local.get(name) or _local(name))

    def _local(name: str) -> str:
        if len(local) < _DEEPEST:
            local[name] = name.rpartition(" ")[2]
        return name.rpartition(" ")[2]

    return start, end


def _refuse(*_: object) -> None:
    raise UnreadableFile("broken_workbook", reason="a DTD")
