"""An upload as browsers send it: fields and one file, read as a stream, never on disk."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.sansio.multipart import (
    NEED_DATA,
    Data,
    Epilogue,
    Event,
    Field,
    File,
    MultipartDecoder,
)

from shared.web.faults import fault
from shared.web.problem import Problem

_MOST_PARTS = 20
_LONGEST_FIELD = 4096
_MOST_BUFFERED = 1024 * 1024
_BOUNDARY_ENDS = b"- \t"
_MOST_HELD = 80


@dataclass
class Form:
    """A form up to its file: `fields` came before it, `file` is what comes now."""

    fields: dict[str, str] = field(default_factory=dict)
    file_name: str = ""
    file: Iterable[bytes] = ()


def read_form(blocks: Iterable[bytes], boundary: str) -> Form:
    """The form's fields, and its file as it comes.

    Raises:
        Problem: it is no such form, has no file or, while the file is read, a second one.
    """
    events = _events(blocks, boundary)
    form = Form()
    for event in events:
        if isinstance(event, Field):
            form.fields[event.name] = _value(events, event.name)
        elif isinstance(event, File):
            form.file_name = event.filename
            form.file = _file(events)
            return form
    raise Problem("invalid", faults=[("/file", fault("one_file"))])


def _events(blocks: Iterable[bytes], boundary: str) -> Iterator[Event]:
    decoder = MultipartDecoder(boundary.encode(), _MOST_BUFFERED, max_parts=_MOST_PARTS)
    try:
        for block in _never_cut_after_a_boundary(blocks):
            decoder.receive_data(block)
            while (event := decoder.next_event()) is not NEED_DATA:
                yield event
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), Epilogue):
            yield event
    except (ValueError, RequestEntityTooLarge) as error:
        raise Problem("malformed", faults=[("", fault("broken_form"))]) from error


def _never_cut_after_a_boundary(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes; what may end a boundary, `--` and blanks, comes with what follows it.

    werkzeug 3.1 takes the carriage return before a boundary for content where the bytes that it
    has end with one `-` behind that boundary.
    """
    held = b""
    for block in blocks:
        held += block
        end = max(len(held.rstrip(_BOUNDARY_ENDS)), len(held) - _MOST_HELD)
        yield held[:end]
        held = held[end:]
    yield held


def _value(events: Iterator[Event], name: str) -> str:
    value = b""
    for event in events:
        if isinstance(event, Data):
            value += event.data
            if len(value) > _LONGEST_FIELD:
                raise Problem("invalid", faults=[(f"/{name}", fault("too_long", max=4096))])
            if not event.more_data:
                break
    return value.decode("utf-8", "replace")


def _file(events: Iterator[Event]) -> Iterator[bytes]:
    for event in events:
        if isinstance(event, Data):
            yield event.data
            if not event.more_data:
                break
    for event in events:
        if isinstance(event, File):
            raise Problem("invalid", faults=[("/file", fault("one_file"))])
        if isinstance(event, Field):
            raise Problem("invalid", faults=[(f"/{event.name}", fault("after_file"))])
