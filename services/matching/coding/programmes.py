"""Names of programmes brought to the field they teach: degree, level and edition taken off."""

import csv
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from services.matching.coding.reading import Reading
from shared.text import match_key, tidy

_DEGREES = Path(__file__).with_name("lexicon") / "degrees.tsv"

_EDITION = re.compile(
    r"\(?(หลักสูตร)?(ปรับปรุง|นานาชาติ|ต่อเนื่อง|เทียบโอน|ภาคพิเศษ|ภาคปกติ|ทวิภาคี)\)?(?=[\s()]|$)|"
    r"หลักสูตรภาษาอังกฤษ|\(?พ\.ศ\.\s*\d+\)?|\(\s*\d\s*ปี\s*\)|"
    r"\b(international|english|bilingual|continuing)\s+(program(me)?|curriculum)\b",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"^(หลักสูตร\s*)?((ระดับ)?(ปวช|ปวส|ปวท)\.?|ประกาศนียบัตรวิชาชีพ(ชั้นสูง|เทคนิค)?|ประกาศนียบัตร(บัณฑิต)?|"
    r"อนุปริญญา|(ระดับ)?ปริญญา(ตรี|โท|เอก)|หลักสูตร|(higher |graduate )?diploma (of|in)|"
    r"certificate (of|in)|associate degree in)\s*",
    re.IGNORECASE,
)
_BRANCH = re.compile(r".*(?:สาขาวิชา|สาขางาน|สาขา|วิชาเอก|แขนงวิชา|ประเภทวิชา|คณะ|\bmajor in\b)\s*")
_SPELLED_DEGREE = r"(?:bachelor|master|doctor)(?:'?s)?(?: degree)?(?: of| in)? "
_BRACKETS = re.compile(r"^[\s\-–:,]*\((.+)\)[\s]*$")


class Degree(NamedTuple):
    """What a degree alone tells: a programme, and the broad field its subjects stay within."""

    programme: str
    within: str


def readings(text: str) -> tuple[Reading, ...]:
    """The programme's subject as the lexicon spells it; none when no word is left.

    A teacher's degree turns its subject into the teaching of it: ค.บ. คณิตศาสตร์ is teacher
    training (0114), not mathematics.
    """
    name = _LEVEL.sub("", _EDITION.sub(" ", tidy(text)).strip())
    degree, rest = _split_degree(name)
    subject = programme_name(_subject(rest))
    if degree.within and subject:
        teaching = f"{subject} education" if subject.isascii() else f"การสอน{subject}"
        return (Reading(teaching, within=degree.within), Reading(subject, within=degree.within))
    found = subject or programme_name(degree.programme)
    return (Reading(found, within=degree.within),) if found else ()


def programme_name(text: str) -> str:
    """A programme's name as the lexicon and the index spell it."""
    key = match_key(re.sub(r"(?<=[ก-๙])\s+(?=[ก-๙])", "", text))
    return re.sub(r"(?<=[ก-๙])\s+(?=[ก-๙])", "", key)


def _subject(rest: str) -> str:
    branch = _BRANCH.match(rest)
    if branch:
        rest = rest[branch.end() :]
    rest = re.sub(r"^\s*(?:in|of)\b", "", rest)
    bracketed = _BRACKETS.match(rest)
    return bracketed[1] if bracketed else rest


def _split_degree(name: str) -> tuple[Degree, str]:
    """The degree that the name starts with, and what follows it."""
    for pattern, degree in _degrees():
        found = pattern.match(name)
        if found:
            return degree, name[found.end() :]
    return Degree("", ""), name


@cache
def _degrees() -> list[tuple[re.Pattern[str], Degree]]:
    """Longest names first, so that ครุศาสตร์อุตสาหกรรม is not taken for ครุศาสตร์."""
    with _DEGREES.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file, delimiter="\t"), key=lambda row: -len(row["name"]))
    return [
        (re.compile(form, re.IGNORECASE), Degree(row["programme"], row["within"]))
        for row in rows
        for form in _forms(row["name"], row["abbreviations"].split("|"))
    ]


def _forms(name: str, abbreviations: list[str]) -> list[str]:
    if name.isascii():
        dotted = [r"\.?\s?".join(short) for short in abbreviations if short]
        return [_SPELLED_DEGREE + name + r"\b", *(rf"{short}\.?(?![a-z])" for short in dotted)]
    spelled = rf"{name}์?(?:ศาสตร์?)?(?:ดุษฎีบัณฑิต|มหาบัณฑิต|บัณฑิต)"
    return [spelled, *(rf"{re.escape(short)}\.\s?[บมด]\.?(?![ก-ฮ])" for short in abbreviations)]
