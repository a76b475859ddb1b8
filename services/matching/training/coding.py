"""Calibrates the text coders and writes their numbers and figures: part of `make train`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from services.matching.coding import calibration, lexicon, programmes, titles
from services.matching.coding.calibration import Calibration, Script, Subject, distances
from services.matching.coding.nearest import NearestWordings
from services.matching.training import wordings
from services.matching.training.datasets import SHARED_DATA
from services.matching.training.wordings import GOLD, HERE, Answered

VERSION = "tfidf-1"
EXACT = 0.995
"""A likeness above this is the lexicon's own wording but for noise words."""


class HeldOut(NamedTuple):
    """Texts that nothing was fitted on; `noisy` says that their labels are often wrong."""

    texts: str
    answered: Sequence[Answered]
    noisy: bool = False


class Sample(NamedTuple):
    """One subject and script: what its calibration is fitted on and what it is tested with."""

    subject: Subject
    script: Script
    fitted_on: Sequence[Sequence[Answered]]
    tested_with: Sequence[HeldOut]


@click.command()
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    default=SHARED_DATA,
    envvar="LMIS_SHARED_DATA",
    help="Directory of the labelled titles and terms.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=calibration.MODEL_DIRECTORY,
    help="Directory the numbers are written to.",
)
@click.option("--seed", default=2020, show_default=True)
def main(data: Path, out: Path, seed: int) -> None:
    """Fit on one half, state figures on the other and on texts written for testing."""
    samples = [*_occupations(data, seed), *_fields(data, seed)]
    fitted = [fit(sample.fitted_on) for sample in samples]
    figures = [
        {
            "subject": sample.subject,
            "script": sample.script,
            "texts": held_out.texts,
            **figures_of(held_out, numbers),
        }
        for sample, numbers in zip(samples, fitted, strict=True)
        for held_out in sample.tested_with
    ]
    out.mkdir(parents=True, exist_ok=True)
    _write(out / calibration.CALIBRATION_FILE, "calibrations", _nested(samples, fitted))
    _write(out / calibration.METRICS_FILE, "figures", figures)
    _show(figures)


def _occupations(data: Path, seed: int) -> list[Sample]:
    entries = lexicon.occupation_entries()
    index = NearestWordings(entries, titles.readings)
    fit_on, held_out = wordings.halves(wordings.vacancy_titles(data), seed)
    thai = [
        wordings.answers(index, wordings.written(HERE / "titles_th.tsv")),
        list(wordings.left_out(entries, titles.readings, "thai", seed)),
    ]
    board = HeldOut("MyFutureJobs, other half", wordings.answers(index, held_out), noisy=True)
    return [
        Sample("occupations", "thai", thai, [_gold(index, "occupations_th.tsv")]),
        Sample(
            "occupations",
            "latin",
            [wordings.answers(index, fit_on)],
            [board, _gold(index, "occupations_en.tsv")],
        ),
    ]


def _fields(data: Path, seed: int) -> list[Sample]:
    entries = lexicon.field_entries()
    index = NearestWordings(entries, programmes.readings)
    fit_on, held_out = wordings.halves(wordings.subject_terms(data, entries), seed)
    thai = [
        wordings.answers(index, wordings.written(HERE / "programmes_th.tsv")),
        list(wordings.left_out(entries, programmes.readings, "thai", seed)),
    ]
    latin = [
        wordings.answers(index, wordings.written(HERE / "programmes_en.tsv")),
        wordings.answers(index, fit_on),
    ]
    terms = HeldOut("UNESCO subject terms, other half", wordings.answers(index, held_out))
    return [
        Sample("fields", "thai", thai, [_gold(index, "programmes_th.tsv")]),
        Sample("fields", "latin", latin, [terms]),
    ]


def _gold(index: NearestWordings, name: str) -> HeldOut:
    return HeldOut(f"tests/gold/{name}", wordings.answers(index, wordings.written(GOLD / name)))


def fit(sources: Sequence[Sequence[Answered]]) -> Calibration:
    """Logistic calibration over all candidates; each source weighs the same.

    A single source of noisy labels is corrected by its agreement on the lexicon's own wordings.
    """
    facts = [np.array(_facts(answered)) for answered in sources]
    weights = np.concatenate([np.full(len(each), 1 / len(each)) for each in facts])
    everything = np.concatenate(facts)
    model = LogisticRegression(C=100)
    model.fit(
        everything[:, :3], everything[:, 3], sample_weight=weights * len(weights) / len(facts)
    )
    intercept, likeness, lead, lag = (
        round(float(number), 4) for number in (*model.intercept_, *model.coef_[0])
    )
    return Calibration(intercept, likeness, lead, lag, agreement=_agreement(sources))


def _facts(answered: Sequence[Answered]) -> list[tuple[float, float, float, bool]]:
    return [
        (each.likeness, max(distance, 0.0), min(distance, 0.0), each.code in known.accepted)
        for known, found in answered
        for each, distance in zip(found, distances([one.likeness for one in found]), strict=True)
    ]


def _agreement(sources: Sequence[Sequence[Answered]]) -> float:
    if len(sources) > 1:
        return 1.0
    exact = [
        found[0].code in known.accepted
        for known, found in sources[0]
        if found and found[0].likeness > EXACT
    ]
    return round(sum(exact) / len(exact), 4)


def figures_of(held_out: HeldOut, fitted: Calibration) -> dict[str, Any]:
    """Accuracy, what the threshold lets through, and how true the probabilities are.

    Against noisy labels `brier` and `reliability` (mean probability and accuracy by eighth) take
    the correction for the noise off the probabilities first.
    """
    answered = held_out.answered
    chances = np.array([_first_probability(each, fitted) for each in answered])
    right = np.array([bool(a.found) and a.found[0].code in a.known.accepted for a in answered])
    strict = [bool(found) and found[0].code == known.code for known, found in answered]
    among_five = [known.code in {each.code for each in found} for known, found in answered]
    taken = chances >= fitted.threshold
    judged = chances * fitted.agreement if held_out.noisy else chances
    return {
        "noisy_labels": held_out.noisy,
        "n": len(answered),
        "top_1": _share(strict),
        "top_1_accepted": _share(right),
        "top_5": _share(among_five),
        "coverage": _share(taken),
        "precision": _share(right[taken]),
        "mean_probability": _share(chances),
        "brier": _share((judged - right) ** 2),
        "reliability": _reliability(judged, right),
    }


def _first_probability(answered: Answered, fitted: Calibration) -> float:
    likenesses = [each.likeness for each in answered.found]
    return fitted.probabilities(likenesses)[0] if likenesses else 0.0


def _reliability(chances: NDArray[Any], right: NDArray[Any]) -> list[tuple[float, float]]:
    eighths = np.array_split(np.argsort(chances, kind="stable"), 8)
    return [(_share(chances[eighth]), _share(right[eighth])) for eighth in eighths]


def _share(values: Any) -> float:
    return round(float(np.mean(values)), 4) if len(values) else 0.0


def _nested(
    samples: Sequence[Sample], fitted: Sequence[Calibration]
) -> dict[Subject, dict[Script, dict[str, float]]]:
    nested: dict[Subject, dict[Script, dict[str, float]]] = {}
    for sample, numbers in zip(samples, fitted, strict=True):
        nested.setdefault(sample.subject, {})[sample.script] = asdict(numbers)
    return nested


def _write(path: Path, name: str, content: Any) -> None:
    text = json.dumps({"version": VERSION, name: content}, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", "utf-8")


def _show(figures: Sequence[dict[str, Any]]) -> None:
    columns = ("subject", "script", "texts", "n", "top_1", "top_5", "coverage", "precision")
    table = Table(*columns, title="Text coders on texts not calibrated on")
    for row in figures:
        table.add_row(*(str(row[column]) for column in columns))
    Console().print(table)


if __name__ == "__main__":
    main()
