"""Each way to read a cell's text as a value; what cannot be read says why in both languages."""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from services.ingestion.importers.dates import (
    ImpossibleYear,
    common_day,
    common_year,
    read_ago,
    read_date,
    read_year,
)
from services.ingestion.importers.layout import Dates
from services.ingestion.importers.pay_text import read_pay
from services.ingestion.importers.rule import Reading, Rule
from shared.taxonomy import isced_f, isco, isic, levels, regions
from shared.web.faults import Fault, fault

Reader = Callable[[str, str], Any]

_WHOLE = re.compile(r"[+-]?\d[\d,]{0,17}(?:\.0{1,9})?")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")
_LONGEST: Mapping[Reading, int] = {
    "place": 500,
    "level": 500,
    "pay": 1_000,
    "date": 100,
    "ago": 100,
    "literal": 131_072,
}
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_SHOWN = 60
"""Characters of a faulty text that a message shows."""


class Unreadable(Exception):
    """The text cannot be taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def unreadable(code: str, text: str, **values: Any) -> Unreadable:
    """A fault of the table about `text`."""
    return Unreadable(fault(code, value=text[:_SHOWN], **values))


def reader(rule: Rule, dates: Dates, in_workbook: bool = False) -> Reader:
    """What makes a value of a text and the text that a code begins with; it gives None for a text
    that says there is no value, and raises Unreadable. The value may be shared between rows:
    whoever changes one copies it first.

    A workbook has real dates, which have no era: there a year or day of either era is the common
    era's, and a bare number is the day that spreadsheets count so.
    """
    if in_workbook and rule.read == "date":
        return partial(_workbook_date, dates)
    if in_workbook and rule.read == "year" and dates.era == "auto":
        return _workbook_year
    read = _READERS[rule.read](rule, dates)
    return partial(_bounded, read, _LONGEST[rule.read]) if rule.read in _LONGEST else read


def _bounded(read: Reader, longest: int, text: str, begins_with: str) -> Any:
    """A name of a place is looked for in every part of a text, a literal takes up a hundred times
    its length in memory: none of these is ever long."""
    if len(text) > longest:
        raise unreadable("not_of_form", text)
    return read(text, begins_with)


def _text(text: str, *_: Any) -> str:
    return text


def _whole(text: str, *_: Any) -> int:
    if not _WHOLE.fullmatch(text):
        raise Unreadable(fault("not_whole_number"))
    return int(text.replace(",", "").split(".")[0])


def _number(text: str, *_: Any) -> float:
    if not _NUMBER.fullmatch(text):
        raise Unreadable(fault("not_number"))
    return float(text.replace(",", ""))


def _flag(text: str, *_: Any) -> bool:
    if text.lower() not in _FLAGS:
        raise Unreadable(fault("not_boolean"))
    return _FLAGS[text.lower()]


def _year(rule: Rule, dates: Dates) -> Reader:
    def read(text: str, _: str) -> int:
        with _of_form(text):
            return read_year(text, dates.era)

    return read


def _date(rule: Rule, dates: Dates) -> Reader:
    def read(text: str, _: str) -> str:
        with _of_form(text):
            return read_date(text, dates.forms, dates.era)

    return read


def _ago(rule: Rule, dates: Dates) -> Reader:
    def read(text: str, _: str) -> str:
        with _of_form(text):
            return read_ago(text, dates.as_of)

    return read


def _workbook_year(text: str, _: str) -> int:
    with _of_form(text):
        return common_year(read_year(text, "auto"))


def _workbook_date(dates: Dates, text: str, _: str) -> str:
    with _of_form(text):
        day = common_day(text) or read_date(text, dates.forms, dates.era)
        return common_day(day) or day


@contextmanager
def _of_form(text: str) -> Iterator[None]:
    try:
        yield
    except ImpossibleYear as error:
        raise Unreadable(fault("impossible_year", value=error.year)) from error
    except ValueError as error:
        raise unreadable("not_of_form", text) from error


def _pay(rule: Rule, dates: Dates) -> Reader:
    def read(text: str, _: str) -> dict[str, Any] | None:
        try:
            return read_pay(text, rule.currency, rule.period)
        except ValueError as error:
            raise unreadable("unreadable_pay", text) from error

    return read


def _place(text: str, *_: Any) -> str:
    code = text if regions.is_region(text) else regions.find_region(text)
    if code is None:
        raise unreadable("unknown_place", text)
    return code


def _list(rule: Rule, dates: Dates) -> Reader:
    parted = re.compile(rf"[\n{re.escape(rule.split)}]")

    def read(text: str, _: str) -> list[str]:
        return [part.strip() for part in parted.split(text) if part.strip()]

    return read


def _level(text: str, *_: Any) -> int:
    level = levels.isced_level(_code_text(text))
    if level is None:
        raise unreadable("unknown_level", text)
    return level


def _literal(text: str, *_: Any) -> str | None:
    try:
        value = json.loads(text)
    except ValueError:
        value = _python_literal(text)
    return " ".join(dict.fromkeys(_texts(value))) or None


def _python_literal(text: str) -> Any:
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError) as error:
        raise unreadable("not_of_form", text) from error


def _texts(value: Any) -> Iterator[str]:
    """Keys and values of mappings, items of lists, in order."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (*_texts(key), *_texts(inner))
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _texts(inner)
    elif value is not None and str(value).strip():
        yield str(value).strip()


def _code(classification: str, is_code: Callable[[str], bool]) -> Reader:
    def read(text: str, begins_with: str) -> str:
        code = _code_text(text)
        if not code.startswith(begins_with):
            code = begins_with + code
        if not is_code(code):
            raise unreadable("unknown_code", code, classification=classification)
        return code

    return read


_coded_field = _code("ISCED-F 2013", isced_f.is_code)


def _field(text: str, begins_with: str) -> str:
    """613 can only be 0613: spreadsheets take the zero away."""
    code = _code_text(text)
    if not isced_f.is_code(code) and isced_f.is_code(f"0{code}"):
        code = f"0{code}"
    return str(_coded_field(code, begins_with))


def _code_text(text: str) -> str:
    """A code in ASCII digits; statistics software writes 2330 as 2330.0."""
    return text.translate(_THAI_DIGITS).removesuffix(".0")


def _always(read: Reader) -> Callable[[Rule, Dates], Reader]:
    """For readings that are the same whatever else the rule and the profile say."""
    return lambda rule, dates: read


_READERS: dict[Reading, Callable[[Rule, Dates], Reader]] = {
    "text": _always(_text),
    "whole": _always(_whole),
    "number": _always(_number),
    "flag": _always(_flag),
    "year": _year,
    "date": _date,
    "ago": _ago,
    "pay": _pay,
    "place": _always(_place),
    "list": _list,
    "literal": _always(_literal),
    "isco08": _always(_code("ISCO-08", isco.is_code)),
    "isced_f": _always(_field),
    "isic4": _always(_code("ISIC Rev.4", isic.is_code)),
    "level": _always(_level),
}
