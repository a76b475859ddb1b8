"""The coders' figures that must be shown, measured again from the committed artefacts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from services.matching.coding import lexicon, programmes, titles
from services.matching.coding.reading import Reading
from services.matching.coding.stored import Subject
from services.matching.domain import Coder
from services.matching.training import coding
from services.matching.training.coding_evaluate import HeldOut, figures

BOARD = "MyFutureJobs, held-out fifth"
TARGETS: Mapping[str, Mapping[str, float]] = {
    BOARD: {"top_1": 0.50, "top_5": 0.74},
    "tests/gold/occupations_th.tsv": {"top_1_accepted": 0.78, "top_5_accepted": 0.95},
    "tests/gold/occupations_en.tsv": {"top_1_accepted": 0.75, "top_5_accepted": 0.93},
    "tests/gold/programmes_th.tsv": {"top_1_accepted": 0.85, "top_1_broad": 0.94},
    "tests/gold/programmes_en.tsv": {"top_1_accepted": 0.85, "top_1_broad": 0.94},
}
"""What each figure should reach."""

Row = tuple[str, float | str, float | None]


def rows(data: Path) -> list[Row]:
    """Name, measured figure and what it should reach (None: only to be shown)."""
    coders = coding.stored_coders()
    return [
        row
        for each in coding.held_out(data)
        if each.name in TARGETS
        for row in _rows(coders[each.subject], each)
    ]


def new_to_the_lexicon(texts: HeldOut) -> HeldOut:
    """Those of the texts of which no reading is an entry of the lexicon."""
    read, known = _lexicon_of(texts.subject)
    new = [
        each
        for each in texts.texts
        if not any(reading.text in known for reading in read(each.text))
    ]
    return texts._replace(texts=new)


def _lexicon_of(subject: Subject) -> tuple[Callable[[str], Sequence[Reading]], set[str]]:
    if subject == "occupations":
        return titles.readings, {entry.key for entry in lexicon.occupation_entries()}
    return programmes.readings, {entry.key for entry in lexicon.field_entries()}


def _rows(coder: Coder, texts: HeldOut) -> Iterator[Row]:
    found, name = figures(coder, texts), f"{texts.name} ({len(texts.texts):,})"
    for figure, target in TARGETS[texts.name].items():
        yield f"{name}: {_spelled(figure)}", found[figure], target
    if texts.name != BOARD:
        yield from _new_rows(coder, texts)
    yield f"{name}: coverage at 90 % precision", found["coverage_at_90"], None
    pairs = " · ".join(f"{said:.2f}/{right:.2f}" for said, right in found["reliability"])
    yield f"{name}: probability said/share right, by tenth of certainty", pairs, None


def _new_rows(coder: Coder, texts: HeldOut) -> Iterator[Row]:
    new = new_to_the_lexicon(texts)
    found = figures(coder, new)
    for figure in TARGETS[texts.name]:
        name = f"{texts.name}, not in the lexicon ({len(new.texts)}): {_spelled(figure)}"
        yield name, found[figure], None


def _spelled(figure: str) -> str:
    return figure.replace("_", " ")
