"""The wordings that texts are compared with: classification titles and the team's own lists."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from services.matching.coding.programmes import programme_name
from services.matching.coding.titles import job_title
from shared.taxonomy import isced_f, isco
from shared.taxonomy.tables import Language

Wording = tuple[str, str]
"""A text and the code it stands for."""

VERSION = "lexicon 1"

_FILES = Path(__file__).with_name("lexicon")
_SECTION = re.compile(
    r"\n(?P<name>Examples of the occupations classified here|"
    r"(?:Some )?related occupations classified elsewhere)\s*:?(?P<items>(?:\s*\n\s*-.*)+)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\s*-\s*(?P<title>.+?)(?:\s+-\s+(?P<code>\d{4}))?\s*$", re.MULTILINE)


class Entry(NamedTuple):
    """A wording, as written and as compared, and the code it stands for."""

    text: str
    key: str
    code: str


def occupation_entries() -> list[Entry]:
    """ISCO titles in both languages, the examples ISCO gives, and our Thai and English titles."""
    wordings = [
        *_labels(isco.groups(4), isco.label),
        *_isco_examples(),
        *_listed("occupations_th.tsv"),
        *_listed("occupations_en.tsv"),
    ]
    return _entries(wordings, job_title)


def field_entries() -> list[Entry]:
    """ISCED-F names in both languages, and our Thai and English names of programmes.

    Residual fields (not further defined, not elsewhere classified, inter-disciplinary) are
    coded only where our lists name a programme for them.
    """
    detailed = [code for code in isced_f.groups(4) if not re.search(r"0$|9$|88$", code)]
    wordings = [
        *_labels(detailed, isced_f.label),
        *_listed("fields_th.tsv"),
        *_listed("fields_en.tsv"),
    ]
    return _entries(wordings, programme_name)


def _entries(wordings: Iterable[Wording], spell: Callable[[str], str]) -> list[Entry]:
    """One entry for each spelling and code, in the order of codes."""
    found: dict[tuple[str, str], Entry] = {}
    for text, code in wordings:
        key = spell(text)
        if key:
            found.setdefault((key, code), Entry(text, key, code))
    return sorted(found.values(), key=lambda entry: entry.code)


def _labels(codes: Iterable[str], label: Callable[[str, Language], str]) -> Iterator[Wording]:
    for code in codes:
        yield label(code, "en"), code
        yield label(code, "th"), code


def _listed(name: str) -> Iterator[Wording]:
    """Rows of code and wordings separated by bars."""
    with (_FILES / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        for code, wordings in rows:
            yield from ((wording, code) for wording in wordings.split("|"))


def _isco_examples() -> Iterator[Wording]:
    """Titles that ISCO's descriptions name, for the group itself and for related groups."""
    for code in isco.groups(4):
        for section in _SECTION.finditer(isco.description(code)):
            for item in _ITEM.finditer(section["items"]):
                here = section["name"].lower().startswith("examples")
                meant = code if here else item["code"]
                if meant and isco.is_code(meant):
                    yield item["title"], meant
