"""Fits the text coders and writes artefacts, figures and card: part of `make train`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from rich.console import Console
from rich.table import Table

from services.matching.coding import artefact, lexicon, programmes, stored, titles
from services.matching.coding.coder import FieldCoder, OccupationCoder
from services.matching.coding.stored import Subject
from services.matching.domain import Coder
from services.matching.training import coding_card, coding_fit, wordings
from services.matching.training.coding_evaluate import HeldOut, figures
from services.matching.training.coding_lessons import Lesson, Lessons, lessons_of
from services.matching.training.options import fitting_command
from services.matching.training.wordings import GOLD, HERE

VERSION = "coders-2"


@fitting_command("the labelled titles and terms", "the coders are", stored.MODEL_DIRECTORY)
def main(data: Path, out: Path, seed: int) -> None:
    """Fit on four fifths, state figures on the fifth and on texts written for testing."""
    out.mkdir(parents=True, exist_ok=True)
    lessons = {"occupations": occupation_lessons(data), "fields": field_lessons(data)}
    fitted = {name: coding_fit.fit(each, seed) for name, each in lessons.items()}
    stated: dict[str, Any] = {
        "version": VERSION,
        "seed": seed,
        "scikit_learn": sklearn.__version__,
        "numpy": np.__version__,
        "sha256": {
            subject: artefact.write(out, subject, fitted[subject]) for subject in stored.SUBJECTS
        },
        "fitted_on": {name: _sizes(each) for name, each in lessons.items()},
        "weights": {name: dict(each.weights) for name, each in fitted.items()},
    }
    _write(out, stated)
    coders = stored_coders(out)
    stated["figures"] = [figures(coders[each.subject], each) for each in held_out(data)]
    _write(out, stated)
    (out / stored.CARD_FILE).write_text(coding_card.render(stated), "utf-8")
    _show(stated["figures"])


def occupation_lessons(data: Path) -> Lessons:
    """The lexicon, the vacancy titles but a fifth, ESCO's labels, and our titles to tune on."""
    board, _ = wordings.split(wordings.vacancy_titles(data), titles.job_title)
    written = wordings.written(HERE / "titles_th.tsv")
    return lessons_of(
        lexicon.occupation_entries(),
        titles.readings,
        [
            Lesson("MyFutureJobs", board, 1.0),
            Lesson("ESCO", wordings.esco_titles(data), 0.3, count=0),
            Lesson("titles_th.tsv", written, 0.0),
        ],
        weight=0.5,
    )


def field_lessons(data: Path) -> Lessons:
    """The lexicon, UNESCO's subject terms but a fifth, and our programmes to tune on."""
    entries = lexicon.field_entries()
    terms, _ = wordings.split(wordings.subject_terms(data, entries), programmes.programme_name)
    lists = [
        Lesson(name, wordings.written(HERE / name), 0.0)
        for name in ("programmes_th.tsv", "programmes_en.tsv")
    ]
    return lessons_of(
        entries, programmes.readings, [Lesson("UNESCO subject terms", terms, 0.5), *lists], 1.0
    )


def held_out(data: Path) -> Iterator[HeldOut]:
    """What nothing was fitted on: a fifth of the noisy sources, and the gold sets."""
    _, board = wordings.split(wordings.vacancy_titles(data), titles.job_title)
    yield HeldOut("occupations", "MyFutureJobs, held-out fifth", board, noisy=True)
    entries = lexicon.field_entries()
    _, terms = wordings.split(wordings.subject_terms(data, entries), programmes.programme_name)
    yield HeldOut("fields", "UNESCO subject terms, held-out fifth", terms)
    yield from gold()


def gold() -> Iterator[HeldOut]:
    """The lists that were written for testing, apart from lexicon and training."""
    names: Mapping[str, Subject] = {
        "occupations_th.tsv": "occupations",
        "occupations_en.tsv": "occupations",
        "programmes_th.tsv": "fields",
        "programmes_en.tsv": "fields",
    }
    for name, subject in names.items():
        yield HeldOut(subject, f"tests/gold/{name}", wordings.written(GOLD / name))


def stored_coders(directory: Path = stored.MODEL_DIRECTORY) -> dict[Subject, Coder]:
    """The coders as they were written."""
    return {
        "occupations": OccupationCoder(
            artefact.read("occupations", lexicon.occupation_entries(), directory)
        ),
        "fields": FieldCoder(artefact.read("fields", lexicon.field_entries(), directory)),
    }


def _sizes(lessons: Lessons) -> dict[str, int]:
    return {name: lessons.names.count(name) for name in dict.fromkeys(lessons.names)}


def _write(out: Path, stated: Mapping[str, Any]) -> None:
    text = json.dumps(stated, indent=1, ensure_ascii=False)
    (out / stored.METRICS_FILE).write_text(text + "\n", "utf-8")


def _show(rows: Sequence[Mapping[str, Any]]) -> None:
    columns = ("subject", "texts", "n", "top_1_accepted", "top_5_accepted", "coverage_at_90")
    table = Table(*columns, title="Text coders on texts not fitted on")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
