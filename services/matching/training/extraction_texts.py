"""Texts with the ESCO skills they ask for: published sentences, ESCO itself, composed ones."""

import ast
import csv
import gzip
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from services.matching.extraction.catalogue import Catalogue, is_thai

SENTENCE_TEMPLATES = (
    "{}",
    "Experience with {}",
    "Strong knowledge of {}",
    "You will {}",
    "Ability to {}",
    "Responsible for {}",
    "Requirements: {}",
    "You have experience in {} and enjoy working with others",
    "Proven track record in {}",
    "Excellent skills in {} required",
    "We are looking for somebody who can {}",
    "The role involves {}",
    "Familiarity with {} is a plus",
    "Degree or several years of work in {}",
    "Good understanding of {}",
    "{} is an advantage",
)
THAI_TEMPLATES = (
    "{}",
    "มีความรู้ด้าน{}",
    "สามารถ{}ได้",
    "มีทักษะ{}เป็นอย่างดี",
    "มีประสบการณ์ด้าน{}อย่างน้อย 2 ปี",
    "รับผิดชอบ{}",
    "หากมีประสบการณ์{} จะพิจารณาเป็นพิเศษ",
)
COMPOSED, COMPOSED_THAI = 30_000, 6_000
_NO_LABEL = ("LABEL NOT PRESENT", "UNDERSPECIFIED")
_SCHEMA_ZIP = "esco/ESCO_dataset_v1.1.1_classification_en_csv.zip"


class Labelled(NamedTuple):
    """A text and the numbers of the skills it asks for."""

    text: str
    skills: tuple[int, ...]


class Reader:
    """Published data in terms of a catalogue; labels are ESCO 1.1 preferred labels."""

    def __init__(self, data: Path, catalogue: Catalogue) -> None:
        self._data = data
        self._number = {skill: number for number, skill in enumerate(catalogue.skills)}
        self._concepts = list(self._read_concepts())
        self._by_label = {_key(row["preferredLabel"]): number for number, row in self._concepts}

    def decorte(self, name: str) -> list[Labelled]:
        """Sentences of the HOUSE or TECH validation set (Decorte et al. 2022), each once."""
        path = self._data / "bench" / f"decorte_{name}_validation.csv"
        labels: dict[str, list[str]] = {}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                of_sentence = labels.setdefault(row["sentence"], [])
                if row["label"] not in _NO_LABEL:
                    of_sentence.append(row["label"])
        return [self._labelled(sentence, found) for sentence, found in labels.items()]

    def skillskape(self, name: str) -> list[Labelled]:
        """Sentences of SkillSkape (Magron et al. 2024), `train` or `dev`."""
        path = self._data / "bench" / f"skillskape_{name}.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            return [
                self._labelled(row["sentence"], ast.literal_eval(row["skills"]))
                for row in csv.DictReader(file)
            ]

    def descriptions(self) -> list[Labelled]:
        """The first sentence of each skill's description in the official release."""
        return [
            Labelled(_first_sentence(row["description"]), (number,))
            for number, row in self._concepts
            if row["description"].strip()
        ]

    def _labelled(self, sentence: str, labels: Iterable[str]) -> Labelled:
        known = (self._by_label.get(_key(label)) for label in labels)
        return Labelled(sentence, tuple(sorted({number for number in known if number is not None})))

    def _read_concepts(self) -> Iterator[tuple[int, dict[str, str]]]:
        with zipfile.ZipFile(self._data / _SCHEMA_ZIP) as archive:
            content = archive.read("skills_en.csv").decode("utf-8")
        for row in csv.DictReader(io.StringIO(content, newline="")):
            number = self._number.get(row["conceptUri"].rpartition("/")[2])
            if number is not None:
                yield number, row


def names(catalogue: Catalogue) -> list[Labelled]:
    """Every name as a text of its own."""
    return [Labelled(name.text, (name.skill,)) for name in catalogue.names]


def composed(catalogue: Catalogue, seed: int) -> list[Labelled]:
    """Sentences put together from one to three names and a template of ours."""
    english = _by_skill(catalogue, thai=False)
    thai = _by_skill(catalogue, thai=True)
    return [
        *_compose(english, SENTENCE_TEMPLATES, (", ", " and "), COMPOSED, seed),
        *_compose(thai, THAI_TEMPLATES, (" ", " และ"), COMPOSED_THAI, seed + 1),
    ]


def _compose(
    named: dict[int, list[str]],
    templates: Sequence[str],
    joints: tuple[str, str],
    number: int,
    seed: int,
) -> Iterator[Labelled]:
    random = np.random.default_rng(seed)
    skills = np.array(sorted(named))
    for _ in range(number):
        chosen = random.choice(skills, random.choice([1, 2, 3], p=[0.4, 0.4, 0.2]), replace=False)
        texts = [named[skill][int(random.integers(len(named[skill])))] for skill in chosen.tolist()]
        listed = joints[1].join(filter(None, [joints[0].join(texts[:-1]), texts[-1]]))
        template = templates[int(random.integers(len(templates)))]
        yield Labelled(template.format(listed), tuple(sorted(chosen.tolist())))


def _by_skill(catalogue: Catalogue, *, thai: bool) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for name in catalogue.names:
        if is_thai(name.text) is thai:
            found.setdefault(name.skill, []).append(name.text)
    return found


def _first_sentence(description: str) -> str:
    return re.split(r"(?<=[.;])\s", description.strip())[0][:300]


def _key(label: str) -> str:
    return " ".join(label.split()).lower().rstrip(".")
