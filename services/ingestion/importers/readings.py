"""Each way to read a cell's text as a value; what cannot be read says why in both languages."""

import ast
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from services.ingestion.importers.dates import read_ago, read_date, read_year
from services.ingestion.importers.pay_text import read_pay
from services.ingestion.importers.profile import Dates
from services.ingestion.importers.rule import Reading, Rule
from shared.taxonomy import isced_f, isco, isic, regions
from shared.web.faults import Fault, fault

_WHOLE = re.compile(r"[+-]?\d[\d,]*(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?")
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
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


def read(text: str, rule: Rule, dates: Dates, begins_with: str = "") -> Any:
    """The value that `text` stands for; None when it says that there is none.

    Raises:
        Unreadable: with the fault in both languages.
    """
    return _READINGS[rule.read](text, rule, dates, begins_with)


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


def _year(text: str, rule: Rule, dates: Dates, *_: Any) -> int:
    with _of_form(text):
        return read_year(text, dates.era)


def _date(text: str, rule: Rule, dates: Dates, *_: Any) -> str:
    with _of_form(text):
        return read_date(text, dates.forms, dates.era)


def _ago(text: str, rule: Rule, dates: Dates, *_: Any) -> str:
    with _of_form(text):
        return read_ago(text, dates.as_of)


@contextmanager
def _of_form(text: str) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise unreadable("not_of_form", text) from error


def _pay(text: str, rule: Rule, *_: Any) -> dict[str, Any] | None:
    try:
        return read_pay(text, rule.currency, rule.period)
    except ValueError as error:
        raise unreadable("unreadable_pay", text) from error


def _place(text: str, *_: Any) -> str:
    code = text if regions.is_region(text) else regions.find_province(text)
    if code is None:
        raise unreadable("unknown_place", text)
    return code


def _list(text: str, rule: Rule, *_: Any) -> list[str]:
    parts = re.split(rf"[\n{re.escape(rule.split)}]", text)
    return [part.strip() for part in parts if part.strip()]


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


def _code(classification: str, is_code: Callable[[str], bool]) -> Callable[..., str]:
    def read_code(text: str, rule: Rule, dates: Dates, begins_with: str) -> str:
        code = text.removesuffix(".0")
        if not code.startswith(begins_with):
            code = begins_with + code
        if not is_code(code):
            raise unreadable("unknown_code", code, classification=classification)
        return code

    return read_code


_READINGS: dict[Reading, Callable[..., Any]] = {
    "text": _text,
    "whole": _whole,
    "number": _number,
    "flag": _flag,
    "year": _year,
    "date": _date,
    "ago": _ago,
    "pay": _pay,
    "place": _place,
    "list": _list,
    "literal": _literal,
    "isco08": _code("ISCO-08", isco.is_code),
    "isced_f": _code("ISCED-F 2013", isced_f.is_code),
    "isic4": _code("ISIC Rev.4", isic.is_code),
}
