"""Texts with known codes, to fit the coders on and to test them with."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from services.matching.coding.lexicon import Entry
from services.matching.coding.programmes import programme_name
from services.matching.coding.titles import job_title

HERE = Path(__file__).parent
GOLD = HERE.parents[2] / "tests" / "gold"
PARTS = 5
"""The vacancy titles and subject terms are in five parts; the first is held out for figures."""


class KnownText(NamedTuple):
    """A text, its code, and every code that is as defensible, this one among them."""

    text: str
    code: str
    accepted: frozenset[str]


def part_of(key: str, parts: int = PARTS) -> int:
    """The part a text belongs to, by its normal form, so that equal texts stay together."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) % parts


def split(
    texts: Iterable[KnownText], spell: Callable[[str], str]
) -> tuple[list[KnownText], list[KnownText]]:
    """Texts to fit on, four fifths, and the fifth that is held out."""
    fitted: list[KnownText] = []
    held_out: list[KnownText] = []
    for each in texts:
        (fitted if part_of(spell(each.text)) else held_out).append(each)
    return fitted, held_out


def written(path: Path) -> list[KnownText]:
    """A list written by this project: text, code, other codes accepted."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return [_known(row[0], row[1], row[2].split()) for row in rows]


def vacancy_titles(directory: Path) -> list[KnownText]:
    """MyFutureJobs titles (Decorte et al. 2021); ESCO occupations told as their ISCO-08 group.

    The job board labelled them by machine: the labels are noisy.
    """
    groups = {row["conceptUri"]: row["iscoGroup"] for row in _esco_occupations(directory)}
    path = directory / "bench" / "myfuturejobs_titles_dev.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            _known(row["vacancyTitle"], groups[row["conceptUri"]])
            for row in csv.DictReader(file)
            if row["conceptUri"] in groups
        ]


def esco_titles(directory: Path) -> list[KnownText]:
    """Labels and other labels of ESCO's occupations with their ISCO-08 group, each pair once."""
    pairs = {
        (job_title(label), row["iscoGroup"]): label
        for row in _esco_occupations(directory)
        for label in _labels(row)
    }
    return [_known(label, code) for (key, code), label in pairs.items() if key]


def subject_terms(directory: Path, entries: Sequence[Entry]) -> list[KnownText]:
    """UNESCO's subject terms with their field, less those that the lexicon has too."""
    known = {entry.key for entry in entries}
    path = directory / "isced" / "isced_f_2013_subject_terms.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            _known(row["subject_term"], row["code"])
            for row in csv.DictReader(file)
            if programme_name(row["subject_term"]) not in known
        ]


def _known(text: str, code: str, others: Sequence[str] = ()) -> KnownText:
    return KnownText(text, code, frozenset((code, *others)))


def _esco_occupations(directory: Path) -> Iterator[dict[str, str]]:
    path = directory / "esco" / "ESCO_dataset_v1.1.1_classification_en_csv.zip"
    with zipfile.ZipFile(path) as archive, archive.open("occupations_en.csv") as file:
        yield from csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))


def _labels(row: dict[str, str]) -> Iterator[str]:
    yield row["preferredLabel"]
    for others in ("altLabels", "hiddenLabels"):
        yield from filter(None, map(str.strip, row[others].split("\n")))
