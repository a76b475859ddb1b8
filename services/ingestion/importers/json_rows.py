"""Records of JSON: one a line, a list read as a stream, or single documents."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import count, islice
from typing import Any

import ijson  # type: ignore[import-untyped]
import msgspec

from services.ingestion.importers.lines import LONGEST_LINE, MARK, SHOWN, Lines, LongLine, printable
from services.ingestion.importers.rows import MOST_COLUMNS, Broken, Row, Spellings
from services.ingestion.importers.unpacking import Readable
from services.ingestion.importers.unreadable import UnreadableFile
from shared.web.faults import fault

LARGEST_RECORD = 8 * 1024 * 1024
"""Bytes of one record in a list."""
_DEEPEST = 100
_LONGEST_PATH = 200
"""Characters of a dotted name; no field has a longer one."""
_STARTED: Mapping[str, type[Any]] = {"start_map": dict, "start_array": list}


def line_records(lines: Lines) -> Iterator[tuple[int, Any]]:
    """Line number and record, or what is wrong with the line; empty lines are passed over."""
    numbers = count(1)
    while True:
        try:
            for line in lines:
                lines.held.clear()
                number = next(numbers)
                if line.strip():
                    yield number, _line_record(line, lines.encoding)
        except LongLine as error:
            broken = Broken(fault("too_long_line", max=LONGEST_LINE), error.text)
        else:
            return
        yield next(numbers), broken


def _line_record(line: str, encoding: str) -> Any:
    if MARK in line:
        return Broken(fault("undecodable", encoding=encoding), printable(line.strip()[:SHOWN]))
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return Broken(fault("malformed_json", reason=str(error)), line.strip()[:SHOWN])
    except RecursionError:
        return Broken(fault("malformed_json", reason="nested too deeply"), line[:SHOWN])


def document_records(source: Readable, is_list: bool) -> Iterator[tuple[int, Any]]:
    """Ordinal and record of each item of the one list, or of each document."""
    stream = _Bounded(source)
    events = ijson.basic_parse(stream, use_float=True, multiple_values=True)
    try:
        for number, record in enumerate(_built(events, int(is_list)), start=1):
            stream.since = 0
            yield number, record
    except (ijson.JSONError, ValueError) as error:
        reason = str(error).partition("\n")[0]  # after it comes a piece of somebody's record
        raise UnreadableFile("malformed_json", reason=reason) from error


def _built(events: Iterable[tuple[str, Any]], outside: int) -> Iterator[Any]:
    """The values that stand `outside` levels deep.

    ijson's own way to items spells out the path to every value, which takes a nested file's
    square of time.
    """
    open_: list[Any] = []
    key = ""
    for event, value in events:
        if event == "map_key":
            key = value
            continue
        if event in ("end_map", "end_array"):
            made = open_.pop()
        else:
            made = _STARTED[event]() if event in _STARTED else value
            if len(open_) > outside:
                _add(open_[-1], key, made)
            if event in _STARTED:
                open_.append(made)
                if len(open_) > _DEEPEST:
                    raise ValueError("nested too deeply")
                continue
        if len(open_) == outside:
            yield made


def _add(holder: Any, key: str, made: Any) -> None:
    if type(holder) is dict:
        holder[key] = made
    else:
        holder.append(made)


class _Bounded:
    """A stream that breaks off where one record is larger than a memory should hold."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.since = 0

    def read(self, size: int) -> bytes:
        block = self._source.read(size)
        self.since += len(block)
        if self.since > LARGEST_RECORD:
            raise UnreadableFile("too_long_line", max=LARGEST_RECORD)
        return block


def json_row(number: int, record: Any, spellings: Spellings | None = None) -> Row:
    """The row of a record: its members as texts, those of objects within it under dotted names
    too, under the names that the profile knows them by."""
    if isinstance(record, Broken):
        return Row(number, fault=record.fault, text=record.text)
    if not isinstance(record, dict):
        return Row(number, fault=fault("not_object"), text=_beginning(record))
    if len(record) > MOST_COLUMNS:
        wrong = fault("too_many_columns", found=len(record), max=MOST_COLUMNS)
        return Row(number, fault=wrong)
    try:
        values = _texts(record, spellings)
    except (ValueError, RecursionError):
        return Row(number, fault=fault("malformed_json", reason="nested too deeply"))
    if "\0" in "".join(values.values()):
        return Row(number, fault=fault("nul"), text=_beginning(record))
    return Row(number, values)


def _texts(record: dict[str, Any], spellings: Spellings | None) -> dict[str, str]:
    values = {n: v if type(v) is str else as_text(v) for n, v in record.items()}
    things = [n for n, v in record.items() if type(v) is dict]
    of_things = {name: values.pop(name) for name in things}
    if spellings is not None:
        values = spellings.known(values)
    for name in things:
        values.setdefault(name, of_things[name])
        for path, text in islice(_members(name, record[name]), MOST_COLUMNS):
            values.setdefault(path, text)
    return values


def _members(name: str, thing: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for inner, value in thing.items():
        if len(name) + len(inner) > _LONGEST_PATH:
            continue
        path = f"{name}.{inner}"
        if type(value) is dict:
            yield from _members(path, value)
        else:
            yield path, as_text(value)


def as_text(value: Any) -> str:
    """A cell's or a JSON value's text; the items of a list stand on lines of their own."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "\n".join(as_text(item) for item in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _beginning(record: Any) -> str:
    try:
        return as_text(record)[:SHOWN]
    except (ValueError, RecursionError):
        return ""
