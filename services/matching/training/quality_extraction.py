"""The skill figures that must be shown, measured again from the committed artefact."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from services.matching.extraction import Mention, artefact, load_extractor
from services.matching.extraction.catalogue import catalogue
from services.matching.training.extraction import held_out
from services.matching.training.extraction_ranker import AT, is_fitted_on
from services.matching.training.extraction_texts import Reader
from shared.text import match_key

THAI_SENTENCES = Path(__file__).parents[3] / "tests" / "gold" / "advert_sentences_th.tsv"
AIMS = {
    "Decorte HOUSE validation, other half": "0.556 (published GPT-4 pipeline, HOUSE test)",
    "Decorte TECH validation, other half": "0.631 (published GPT-4 pipeline, TECH test)",
    "SkillSkape dev, every third": "none of its own",
}
"""What RP@5 is set beside; the published figures are of sets that are not at hand."""

Row = tuple[str, float | str, str | None]


class Sentence(NamedTuple):
    """A sentence read by people: skills asked for, skills that may pass, skills taken back."""

    text: str
    asked: frozenset[str]
    passing: frozenset[str]
    excluded: frozenset[str]


def rows(data: Path) -> list[Row]:
    """Name, measured figure and its aim (None: only to be shown)."""
    reader = Reader(data, catalogue())
    return [
        *(
            (_named(row, figure), row[key], AIMS[row["name"]] if key == "rp5" else None)
            for row in held_out(artefact.read(), reader, ("close",))
            for figure, key in (
                ("RP@5", "rp5"),
                ("precision of accepted", "precision"),
                ("recall of accepted", "recall"),
            )
        ),
        *(_repeated(reader, name) for name in ("house", "tech")),
        *thai_rows(thai_sentences()),
    ]


def _named(row: Mapping[str, Any], figure: str) -> str:
    return f"{row['name']} ({row['sentences']} sentences that ask for a skill): {figure}"


def _repeated(reader: Reader, name: str) -> Row:
    """The halves are told apart by the raw text, so a sentence may have a twin in the other."""
    sentences = reader.decorte(name)
    fitted = {match_key(each.text) for each in sentences if is_fitted_on(each.text)}
    others = [each for each in sentences if each.skills and not is_fitted_on(each.text)]
    twins = sum(match_key(each.text) in fitted for each in others)
    figure = "sentences that equal a fitted one but for punctuation and case"
    said = f"{twins} of {len(others)}"
    return f"Decorte {name.upper()} validation, other half: {figure}", said, None


def thai_sentences(path: Path = THAI_SENTENCES) -> list[Sentence]:
    """The gold set of Thai advertisement sentences."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Sentence(
                row["sentence"],
                frozenset((row["skills"] or "").split()),
                frozenset((row["accept"] or "").split()),
                frozenset((row["excluded"] or "").split()),
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


def thai_rows(sentences: Sequence[Sentence]) -> Iterator[Row]:
    """The same figures on Thai sentences, and the share of skills taken back that are left out."""
    found = load_extractor().extract([sentence.text for sentence in sentences])
    pairs = list(zip(sentences, found, strict=True))
    shares = [_hits(sentence, mentions) for sentence, mentions in pairs if sentence.asked]
    accepted = [
        (sentence, mention.skill)
        for sentence, mentions in pairs
        for mention in mentions
        if mention.accepted
    ]
    right = [skill in sentence.asked for sentence, skill in accepted]
    fine = [skill in sentence.asked | sentence.passing for sentence, skill in accepted]
    wanted = sum(len(sentence.asked) for sentence in sentences)
    back = sum(len(sentence.excluded) for sentence in sentences)
    kept = sum(skill in sentence.excluded for sentence, skill in accepted)
    name = f"Thai gold sentences ({len(sentences)})"
    yield f"{name}: RP@5", round(sum(shares) / len(shares), 4), None
    yield f"{name}: precision of accepted", round(sum(fine) / max(len(fine), 1), 4), None
    yield f"{name}: recall of accepted", round(sum(right) / wanted, 4), None
    yield f"{name}: skills taken back that are left out", round(1 - kept / max(back, 1), 4), None


def _hits(sentence: Sentence, mentions: Sequence[Mention]) -> float:
    """R-precision at 5; skills that may pass take no place and earn nothing."""
    best = [mention.skill for mention in mentions if mention.skill not in sentence.passing][:AT]
    return sum(skill in sentence.asked for skill in best) / min(AT, len(sentence.asked))
