"""Where each field's text comes from and what becomes of it, settled once for a profile."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from services.ingestion.importers.patterns import LONGEST_TEXT, safe_pattern
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.readings import Reader, Unreadable, reader, unreadable
from services.ingestion.importers.rule import Rule
from shared.text import tidy
from shared.web.faults import Fault

Take = Callable[[Mapping[str, str], int], Any]
"""A row's texts and its number -> a value, None for none, LEFT_OUT or Refused."""

MOST_REMEMBERED = 4_096
"""Texts of one field whose value is remembered; longer ones never come again."""
_LONGEST_REMEMBERED = 200
_ABSENT = ""


class LeftOut:
    """Stands for a text that the profile leaves out where it cannot be read."""


LEFT_OUT: Final = LeftOut()
_UNSEEN: Final = object()


class Refused(NamedTuple):
    """Stands for a text that the row is rejected for."""

    fault: Fault


class Step(NamedTuple):
    """How one field is filled; `is_part` says that its name has dots."""

    name: str
    is_part: bool
    take: Take


def steps(profile: Profile, in_workbook: bool) -> list[Step]:
    """A step for each field of the profile, in its order."""
    holders = {name.rpartition(".")[0] for name in profile.fields}
    made = []
    for name, rule in profile.fields.items():
        read = reader(rule, profile.dates, in_workbook)
        take = _take(rule, profile.layout.missing | rule.missing, read, name not in holders)
        made.append(Step(name, "." in name, take))
    return made


def _take(rule: Rule, absent: frozenset[str], read: Reader, may_remember: bool) -> Take:
    cell = _cell_of(rule, absent)
    translate = _translation(rule, read)
    if rule.column and not rule.begins_with:
        outcome = _settled(rule, lambda raw: translate(cell(raw), _ABSENT))
        return _of_column(rule.column, _remembered(outcome) if may_remember else outcome)
    if rule.constant is not None:
        value = _settled(rule, lambda text: translate(text, _ABSENT))(rule.constant)
        return lambda values, number: value
    if rule.first_of:
        return _of_first(rule, cell, translate)
    source = _source(rule, cell)

    def take(values: Mapping[str, str], number: int) -> Any:
        try:
            return translate(source(values, number), _opening(rule, cell, values))
        except Unreadable as problem:
            return _otherwise(rule, problem)

    return take


def _of_column(column: str, outcome: Callable[[str], Any]) -> Take:
    def take(values: Mapping[str, str], number: int) -> Any:
        raw = values.get(column)
        return outcome(raw) if raw else None

    return take


def _of_first(rule: Rule, cell: Callable[[str], str], translate: Reader) -> Take:
    """The first column whose text gives a value; when none does, the first fault."""

    def take(values: Mapping[str, str], number: int) -> Any:
        problem: Unreadable | None = None
        opening = _opening(rule, cell, values)
        for column in rule.first_of:
            try:
                value = translate(cell(values.get(column, _ABSENT)), opening)
            except Unreadable as error:
                problem = problem or error
                continue
            if value is not None:
                return value
        return None if problem is None else _otherwise(rule, problem)

    return take


def _settled(rule: Rule, value: Callable[[str], Any]) -> Callable[[str], Any]:
    def outcome(raw: str) -> Any:
        try:
            return value(raw)
        except Unreadable as problem:
            return _otherwise(rule, problem)

    return outcome


def _otherwise(rule: Rule, problem: Unreadable) -> Any:
    return LEFT_OUT if rule.otherwise == "missing" else Refused(problem.fault)


def _remembered(outcome: Callable[[str], Any]) -> Callable[[str], Any]:
    """A full memory takes no more: a column of references would only push out what comes again."""
    memory: dict[str, Any] = {}
    recall = memory.get

    def remembered(raw: str) -> Any:
        value = recall(raw, _UNSEEN)
        if value is _UNSEEN:
            value = outcome(raw)
            if len(memory) < MOST_REMEMBERED and len(raw) <= _LONGEST_REMEMBERED:
                memory[raw] = value
        return value

    return remembered


def _cell_of(rule: Rule, absent: frozenset[str]) -> Callable[[str], str]:
    """A column's text in one spelling, empty when it stands for no value."""
    in_one_spelling = str.strip if rule.read == "list" else tidy

    def cell(raw: str) -> str:
        text = in_one_spelling(raw)
        is_absent = text in absent or text.removesuffix(".0") in absent
        return _ABSENT if is_absent else text

    return cell


def _source(rule: Rule, cell: Callable[[str], str]) -> Take:
    if rule.row:
        return lambda values, number: str(number)
    columns = rule.join or rule.gather or rule.hash_of or (rule.column or "",)

    def text(values: Mapping[str, str], number: int) -> str:
        cells = [cell(values.get(column, _ABSENT)) for column in columns]
        if rule.hash_of:
            return _digest(cells) if any(cells) else _ABSENT
        if rule.join and not all(cells):
            return _ABSENT
        return rule.separator.join(cell for cell in cells if cell)

    return text


def _digest(cells: list[str]) -> str:
    return hashlib.sha256("\0".join(cells).encode()).hexdigest()[:32]


def _opening(rule: Rule, cell: Callable[[str], str], values: Mapping[str, str]) -> str:
    if not rule.begins_with:
        return _ABSENT
    return cell(values.get(rule.begins_with, _ABSENT)).removesuffix(".0")


def _translation(rule: Rule, read: Reader) -> Reader:
    """What a text goes through: pattern, map or contains, reading."""
    stages = []
    if rule.pattern is not None:
        stages.append(_kept(rule.pattern))
    if rule.map:
        stages.append(_mapped(rule))
    if rule.contains:
        stages.append(_contained(rule))

    def translate(text: str, opening: str) -> Any:
        if text:
            for stage in stages:
                text = stage(text)
        return read(text, opening) if text else None

    return translate


def _kept(pattern: str) -> Callable[[str], str]:
    search = safe_pattern(pattern).search

    def kept(text: str) -> str:
        match = search(text) if len(text) <= LONGEST_TEXT else None
        if match is None:
            raise unreadable("not_of_form", text)
        return match[1] or _ABSENT

    return kept


def _mapped(rule: Rule) -> Callable[[str], str]:
    def mapped(text: str) -> str:
        for spelling in (text, text.removesuffix(".0")):  # 4.0 is 4 to statistics software
            if spelling in rule.map:
                return rule.map[spelling]
        if rule.otherwise == "keep":
            return text
        raise unreadable("unmapped", text)

    return mapped


def _contained(rule: Rule) -> Callable[[str], str]:
    """The answer for the one text that stands in it; two answers are none."""
    parts = [(part.casefold(), answer) for part, answer in rule.contains.items()]

    def contained(text: str) -> str:
        folded = text.casefold()
        answers = {answer for part, answer in parts if part in folded}
        if len(answers) != 1:
            raise unreadable("unmapped", text)
        return answers.pop()

    return contained
