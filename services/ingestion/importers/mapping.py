"""A file's row through a profile into the record that the API would be posted, or its faults."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.ingestion.importers.profile import Profile
from services.ingestion.importers.readers import Row
from services.ingestion.importers.readings import Unreadable, read, unreadable
from services.ingestion.importers.rule import Rule
from shared.text import tidy
from shared.web.faults import Fault

_ABSENT = ""


@dataclass(frozen=True)
class RowFault:
    """Why a row was rejected: the record's field, the text found for it, the reason."""

    field: str
    found: str
    fault: Fault


@dataclass
class Mapped:
    """What a row became. `unread` names fields whose text was left out, as the profile says."""

    row: Row
    posted: dict[str, Any] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


def map_row(row: Row, profile: Profile) -> Mapped:
    """The record that `row` stands for."""
    mapped = Mapped(row)
    if row.fault:
        mapped.faults.append(RowFault("", row.text, row.fault))
        return mapped
    for name, rule in profile.fields.items():
        try:
            value = _value(row, rule, profile)
        except Unreadable as problem:
            if rule.otherwise == "missing":
                mapped.unread.append(name)
            else:
                mapped.faults.append(RowFault(name, found(row, rule), problem.fault))
            continue
        if value is not None:
            _put(mapped.posted, name, value)
    _drop_empty_parts(mapped.posted)
    return mapped


def fault_at(mapped: Mapped, profile: Profile, pointer: str, fault: Fault) -> RowFault:
    """A fault of the schema, told at the file's text: `/tracer/pay/low` is of rule tracer.pay."""
    name = pointer.strip("/").replace("/", ".")
    owner = name
    while owner and owner not in profile.fields:
        owner = owner.rpartition(".")[0]
    rule = profile.fields.get(owner)
    return RowFault(name, found(mapped.row, rule) if rule else "", fault)


def found(row: Row, rule: Rule) -> str:
    """The texts that the rule read from the row."""
    if rule.constant is not None:
        return rule.constant
    return " | ".join(row.values.get(column, "") for column in dict.fromkeys(rule.columns()))


def _value(row: Row, rule: Rule, profile: Profile) -> Any:
    if not rule.first_of:
        return _translated(_source(row, rule, profile), row, rule, profile)
    problem: Unreadable | None = None
    for column in rule.first_of:
        try:
            value = _translated(_cell(row, column, rule, profile), row, rule, profile)
        except Unreadable as error:
            problem = problem or error
            continue
        if value is not None:
            return value
    if problem:
        raise problem
    return None


def _source(row: Row, rule: Rule, profile: Profile) -> str:
    if rule.constant is not None:
        return rule.constant
    if rule.row:
        return str(row.number)
    if rule.column:
        return _cell(row, rule.column, rule, profile)
    columns = rule.join or rule.gather or rule.hash_of
    cells = [_cell(row, column, rule, profile) for column in columns]
    if rule.hash_of:
        return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:32] if any(cells) else _ABSENT
    if rule.join and not all(cells):
        return _ABSENT
    return rule.separator.join(cell for cell in cells if cell)


def _cell(row: Row, column: str, rule: Rule, profile: Profile) -> str:
    """The column's text in one spelling, empty when it stands for no value."""
    raw = row.values.get(column, _ABSENT)
    text = raw.strip() if rule.read == "list" else tidy(raw)
    absent = profile.layout.missing | rule.missing
    return _ABSENT if absent.intersection(_spellings(text)) else text


def _spellings(text: str) -> tuple[str, str]:
    """The text, and 4 for 4.0, as statistics software writes a whole number."""
    return text, text.removesuffix(".0")


def _translated(text: str, row: Row, rule: Rule, profile: Profile) -> Any:
    if not text:
        return None
    if rule.pattern is not None:
        kept = re.search(rule.pattern, text)
        if not kept:
            raise unreadable("not_of_form", text)
        text = kept[1] or _ABSENT
    if rule.map:
        text = _mapped(text, rule)
    if rule.contains:
        text = _contained(text, rule)
    return read(text, rule, profile.dates, _opening(row, rule, profile)) if text else None


def _mapped(text: str, rule: Rule) -> str:
    for spelling in _spellings(text):
        if spelling in rule.map:
            return rule.map[spelling]
    if rule.otherwise == "keep":
        return text
    raise unreadable("unmapped", text)


def _contained(text: str, rule: Rule) -> str:
    """The answer for the one text that stands in it; two answers are none."""
    folded = text.casefold()
    answers = {answer for part, answer in rule.contains.items() if part.casefold() in folded}
    if len(answers) != 1:
        raise unreadable("unmapped", text)
    return answers.pop()


def _opening(row: Row, rule: Rule, profile: Profile) -> str:
    if not rule.begins_with:
        return ""
    return _cell(row, rule.begins_with, rule, profile).removesuffix(".0")


def _put(posted: dict[str, Any], name: str, value: Any) -> None:
    *parents, last = name.split(".")
    for parent in parents:
        posted = posted.setdefault(parent, {})
    posted[last] = value


def _drop_empty_parts(posted: dict[str, Any]) -> None:
    """A currency and a period alone are no pay, and a tracer survey without answers is none."""
    for holder in (posted, posted.get("tracer", {})):
        pay = holder.get("pay")
        if isinstance(pay, Mapping) and not pay.keys() & {"exact", "low", "high"}:
            del holder["pay"]
    if posted.get("tracer") == {}:
        del posted["tracer"]
