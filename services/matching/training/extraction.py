"""Fits the skill extractor and writes artefact, metrics and card: `make train`."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from services.matching.coding.embedding import embed
from services.matching.extraction import artefact, close, quick
from services.matching.extraction.artefact import Artefact, Reading
from services.matching.extraction.catalogue import Catalogue, catalogue
from services.matching.extraction.evidence import HABIT
from services.matching.extraction.extractor import SkillExtractor, probabilities
from services.matching.extraction.meaning import Floats, unit
from services.matching.extraction.words import STOP_WORDS, words
from services.matching.training import extraction_card as card
from services.matching.training import extraction_projection as projection
from services.matching.training import extraction_ranker as ranker
from services.matching.training.extraction_ranker import Judged
from services.matching.training.extraction_texts import Labelled, Reader, composed, names
from services.matching.training.options import fitting_command

VERSION = "extraction-1"
FOLDS = 5
SKILLSKAPE_WEIGHT = 0.2
"""What a generated sentence counts beside a real one when judging is fitted."""
PUBLISHED_WEIGHT = 2.0
"""What a published sentence counts beside a name when the projection is fitted."""

HABIT_COLUMNS = {
    "close": close.FEATURES.index(HABIT),
    "quick": quick.FEATURES.index(HABIT),
}

Embed = Callable[[Sequence[str]], Floats]
_UNFITTED = Reading(None, 1.0)


@fitting_command(
    "the published sentences and the ESCO release", "the extractor is", artefact.MODEL_DIRECTORY
)
def main(data: Path, out: Path, seed: int) -> None:
    """Fit projection and judging, state held-out figures, write artefact, metrics and card."""
    figures = train(data, out, seed, embed)
    _show(figures)


def train(data: Path, out: Path, seed: int, embedding: Embed) -> dict[str, Any]:
    """Fits and writes everything; returns what metrics.json states."""
    known = catalogue()
    reader = Reader(data, known)
    texts = [*names(known), *reader.descriptions(), *composed(known, seed)]
    published = reader.skillskape("train")
    vectors = np.vstack([embedding([each.text for each in part]) for part in (texts, published)])
    fitting = _Fitting(known, texts, published, vectors, embedding, seed)
    blind, full = fitting.artefact(blind=True), fitting.artefact(blind=False)
    real = [case for name in ("house", "tech") for case in reader.decorte(name)]
    set_aside = published[::FOLDS]
    real = [case for case in real if ranker.is_fitted_on(case.text)]
    readings = {
        name: ranker.fit(
            [
                ranker.without_some_habits(case, HABIT_COLUMNS[name])
                for case in (
                    *_judged(SkillExtractor(known, full), real, name),
                    *_judged(SkillExtractor(known, blind), set_aside, name, SKILLSKAPE_WEIGHT),
                )
            ],
            seed,
        )
        for name in HABIT_COLUMNS
    }
    fitted = replace(full, close=readings["close"], quick=readings["quick"])
    out.mkdir(parents=True, exist_ok=True)
    figures = {
        "version": VERSION,
        "seed": seed,
        "sha256": artefact.write(out, fitted),
        "thresholds": {name: reading.threshold for name, reading in readings.items()},
        "fitted_on": {
            "skills": len(known.skills),
            "skillskape": len(published),
            "composed": len(composed(known, seed)),
            "weight": SKILLSKAPE_WEIGHT,
            "judged": len(real),
        },
        "held_out": held_out(fitted, reader),
    }
    (out / artefact.METRICS_FILE).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    (out / artefact.CARD_FILE).write_text(card.render(figures), "utf-8")
    return figures


def held_out(
    fitted: Artefact, reader: Reader, names_of_readings: Sequence[str] = ("close", "quick")
) -> list[dict[str, Any]]:
    """Figures of the artefact on sentences it was not fitted on."""
    extractor = SkillExtractor(catalogue(), fitted)
    sets = {
        f"Decorte {name.upper()} validation, other half": [
            case for case in reader.decorte(name) if not ranker.is_fitted_on(case.text)
        ]
        for name in ("house", "tech")
    }
    sets["SkillSkape dev, every third"] = reader.skillskape("dev")[::3]
    return [
        _row(extractor, getattr(fitted, reading), sentences, name, reading)
        for name, sentences in sets.items()
        for reading in names_of_readings
    ]


def _row(
    extractor: SkillExtractor,
    reading: Reading,
    sentences: Sequence[Labelled],
    name: str,
    way: str,
) -> dict[str, Any]:
    cases = _judged(extractor, sentences, way)
    chances = probabilities(reading, [case.evidence for case in cases])
    return {
        "name": name,
        "reading": way,
        "sentences": sum(bool(case.text.skills) for case in cases),
        "rp5": round(ranker.precision_at(cases, chances), 4),
        **{
            figure: round(value, 4)
            for figure, value in ranker.acceptance(cases, chances, reading.threshold).items()
        },
    }


def _judged(
    extractor: SkillExtractor, sentences: Sequence[Labelled], way: str, weight: float = 1.0
) -> list[Judged]:
    evidences = extractor.evidence([each.text for each in sentences], closely=way == "close")
    return [
        Judged(text, evidence, weight) for text, evidence in zip(sentences, evidences, strict=True)
    ]


class _Fitting:
    """What both projections are fitted on; the blind one does without a fold of SkillSkape."""

    def __init__(
        self,
        known: Catalogue,
        texts: Sequence[Labelled],
        published: Sequence[Labelled],
        vectors: Floats,
        embedding: Embed,
        seed: int,
    ) -> None:
        self._known, self._vectors, self._seed = known, vectors, seed
        self._labels = [each.skills for each in (*texts, *published)]
        self._first_published = len(texts)
        self._frequency = _asked_for(published, len(known.skills))
        self._words = _vocabulary(known)
        self._word_vectors = embedding(self._words)

    def artefact(self, *, blind: bool) -> Artefact:
        weights = np.ones(len(self._labels), dtype=np.float32)
        weights[self._first_published :] = PUBLISHED_WEIGHT
        if blind:
            weights[self._first_published :: FOLDS] = 0
        space = projection.fit(
            self._vectors,
            self._labels,
            weights,
            slice(0, len(self._known.names)),
            len(self._known.skills),
            self._seed,
        )
        return Artefact(
            skills=tuple(self._known.skills),
            vectors=space.skills,
            projection=space.projection,
            words=tuple(self._words),
            word_vectors=unit(self._word_vectors @ space.projection),
            frequency=self._frequency,
            close=_UNFITTED,
            quick=_UNFITTED,
            version=VERSION,
        )


def _asked_for(published: Sequence[Labelled], number: int) -> Floats:
    """1 for a skill that some published sentence asks for; how many do says how it was made."""
    asked = np.zeros(number, dtype=np.float32)
    for each in published:
        asked[list(each.skills)] = 1
    return asked


def _vocabulary(known: Catalogue) -> list[str]:
    """The English words of skills' names."""
    found = {word.text for name in known.names for word in words(name.text)}
    return sorted(word for word in found if word.isascii() and word not in STOP_WORDS)


def _show(figures: dict[str, Any]) -> None:
    shown = ("name", "reading", "sentences", "rp5", "precision", "recall", "calibration_error")
    table = Table(*shown)
    for row in figures["held_out"]:
        table.add_row(*(str(row[column]) for column in shown))
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
