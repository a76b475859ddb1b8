"""Where each field's text comes from and what becomes of it, settled once for a profile."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
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
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


class LeftOut:
    """Stands for a text that the profile leaves out where it cannot be read."""


LEFT_OUT: Final = LeftOut()
UNSEEN: Final = object()


@dataclass(frozen=True)
class Refused:
    """Stands for a text that the row is rejected for."""

    fault: Fault


class Step(NamedTuple):
    """How one field is filled; `last` is its name within `holder`, a dotted name or ""."""

    name: str
    holder: str
    last: str
    take: Take


class Recalled(NamedTuple):
    """A field that is filled from one column: `recall` knows the values of texts that came
    before, or says UNSEEN; `read` is for those."""

    name: str
    holder: str
    last: str
    column: str
    recall: Callable[[str | None, Any], Any]
    read: Callable[[str], Any]


def steps(
    profile: Profile, columns: Collection[str], in_workbook: bool
) -> tuple[list[Step], list[Recalled]]:
    """How each field is filled that the file's `columns` can fill, or, where the columns are not
    known, each field of the profile. The first of the two lists must be gone through first:
    wholes that parts are put into are in it, in front of their parts."""
    holders = {name.rpartition(".")[0] for name in profile.fields}
    worked_out, recalled = [], []
    for name, rule in sorted(profile.fields.items(), key=lambda item: item[0].count(".")):
        needed = set(rule.columns())
        if columns and needed and needed.isdisjoint(columns):
            continue
        cell = _cell_of(rule, profile.layout.missing | rule.missing)
        translate = _translation(rule, reader(rule, profile.dates, in_workbook))
        if name == "reference":
            translate = _unrounded(translate)
        holder, _, last = name.rpartition(".")
        if rule.column and not rule.begins_with and name not in holders:
            recall, read = _memory(rule, cell, translate)
            recalled.append(Recalled(name, holder, last, rule.column, recall, read))
        else:
            worked_out.append(Step(name, holder, last, _take(rule, cell, translate)))
    return worked_out, recalled


def _take(rule: Rule, cell: Callable[[str], str], translate: Reader) -> Take:
    if rule.first_of:
        return _of_first(rule, cell, translate)
    source = _source(rule, cell)

    def take(values: Mapping[str, str], number: int) -> Any:
        try:
            return translate(source(values, number), _opening(rule, cell, values))
        except Unreadable as problem:
            return _otherwise(rule, problem)

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


def _otherwise(rule: Rule, problem: Unreadable) -> Any:
    return LEFT_OUT if rule.otherwise == "missing" else Refused(problem.fault)


def _memory(
    rule: Rule, cell: Callable[[str], str], translate: Reader
) -> tuple[Callable[[str | None, Any], Any], Callable[[str], Any]]:
    """Values by text, shared between rows. A full memory takes no more: a column of references
    would only push out what comes again."""
    memory: dict[str | None, Any] = {None: None, _ABSENT: None}

    def read(raw: str) -> Any:
        try:
            value = translate(cell(raw), _ABSENT)
        except Unreadable as problem:
            return _otherwise(rule, problem)
        if len(memory) < MOST_REMEMBERED and len(raw) <= _LONGEST_REMEMBERED:
            memory[raw] = value
        return value

    return memory.get, read


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
    if rule.constant is not None:
        constant = rule.constant
        return lambda values, number: constant
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


def _unrounded(translate: Reader) -> Reader:
    """Refuses 6.5E+12: many people's numbers become that in a spreadsheet, and one record."""

    def read(text: str, opening: str) -> Any:
        if "+" in text and _ROUNDED.fullmatch(text):
            raise unreadable("rounded_reference", text)
        return translate(text, opening)

    return read


def _kept(pattern: str) -> Callable[[str], str]:
    search = safe_pattern(pattern).search

    def kept(text: str) -> str:
        match = search(text) if len(text) <= LONGEST_TEXT else None
        if match is None:
            raise unreadable("not_of_form", text)
        return match[1] or _ABSENT

    return kept


def _mapped(rule: Rule) -> Callable[[str], str]:
    """The answer for the text; in other case too, where only one answer is written so."""
    folded: dict[str, set[str]] = {}
    for written, answer in rule.map.items():
        folded.setdefault(written.casefold(), set()).add(answer)

    def mapped(text: str) -> str:
        for spelling in (text, text.removesuffix(".0")):  # 4.0 is 4 to statistics software
            if spelling in rule.map:
                return rule.map[spelling]
        answers = folded.get(text.casefold(), ())
        if len(answers) == 1:
            return next(iter(answers))
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
