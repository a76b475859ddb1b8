"""Texts with known codes, to calibrate the coders on and to test them with."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from services.matching.coding.calibration import Script, script_of
from services.matching.coding.lexicon import Entry
from services.matching.coding.nearest import Likeness, NearestWordings
from services.matching.coding.programmes import programme_name
from services.matching.coding.reading import Reading

HERE = Path(__file__).parent
GOLD = HERE.parents[2] / "tests" / "gold"
FOLDS = 10

Readings = Callable[[str], tuple[Reading, ...]]


class KnownText(NamedTuple):
    """A text, its code, and every code that is as defensible, this one among them."""

    text: str
    code: str
    accepted: frozenset[str]


class Answered(NamedTuple):
    """A text and what the index found for it, best first."""

    known: KnownText
    found: Sequence[Likeness]


def written(path: Path) -> list[KnownText]:
    """A list written by this project: text, code, other codes accepted."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t")
        next(rows)
        return [_known(text, code, others.split()) for text, code, others in rows]


def vacancy_titles(directory: Path) -> list[KnownText]:
    """MyFutureJobs titles (Decorte et al. 2021); ESCO occupations told as their ISCO-08 group.

    The job board labelled them by machine: the labels are noisy.
    """
    groups = _isco_of_esco(directory / "esco" / "ESCO_dataset_v1.1.1_classification_en_csv.zip")
    path = directory / "bench" / "myfuturejobs_titles_dev.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [
            _known(row["vacancyTitle"], groups[row["conceptUri"]])
            for row in csv.DictReader(file)
            if row["conceptUri"] in groups
        ]


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


def left_out(
    entries: Sequence[Entry], readings: Readings, script: Script, seed: int
) -> Iterator[Answered]:
    """Each lexicon wording of the script as found by the lexicon without its tenth."""
    mine = [entry for entry in entries if script_of(entry.text) == script]
    folds = np.random.default_rng(seed).integers(0, FOLDS, len(mine))
    for fold in range(FOLDS):
        held = [entry for entry, its_fold in zip(mine, folds, strict=True) if its_fold == fold]
        gone = set(held)
        index = NearestWordings([entry for entry in entries if entry not in gone], readings)
        yield from answers(index, [_known(entry.text, entry.code) for entry in held])


def answers(index: NearestWordings, texts: Sequence[KnownText], top: int = 5) -> list[Answered]:
    """The texts beside what the index finds for them."""
    found = index.nearest([each.text for each in texts], top)
    return [Answered(*pair) for pair in zip(texts, found, strict=True)]


def halves(texts: Sequence[KnownText], seed: int) -> tuple[list[KnownText], list[KnownText]]:
    """Two random halves: one to calibrate on, one to report on."""
    order = np.random.default_rng(seed).permutation(len(texts))
    middle = len(texts) // 2
    return [texts[i] for i in order[:middle]], [texts[i] for i in order[middle:]]


def _known(text: str, code: str, others: Sequence[str] = ()) -> KnownText:
    return KnownText(text, code, frozenset((code, *others)))


def _isco_of_esco(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive, archive.open("occupations_en.csv") as file:
        rows = csv.DictReader(io.TextIOWrapper(file, "utf-8", newline=""))
        return {row["conceptUri"]: row["iscoGroup"] for row in rows}
