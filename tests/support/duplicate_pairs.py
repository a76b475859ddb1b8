"""The pairs of `tests/gold/duplicate_vacancies.tsv`, judged as the product judges them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services.ingestion.duplicates.advertising import Compared, compared
from services.ingestion.duplicates.likeness import Likeness, likeness
from shared.contracts import Pay, Vacancy

PAIRS = Path(__file__).parents[1] / "gold" / "duplicate_vacancies.tsv"


@dataclass(frozen=True)
class Pair:
    """Two advertisements, whether they are of one job, and why they are hard to tell."""

    half: str
    is_same: bool
    kind: str
    one: Compared
    other: Compared

    @property
    def meets(self) -> bool:
        """Whether the two would be compared at all."""
        one, other = self.one, self.other
        return bool({*one.asks} & {*other.blocks}) or bool({*other.asks} & {*one.blocks})

    @property
    def evidence(self) -> Likeness | None:
        one, other = self.one, self.other
        return likeness((one.parts, one.text), (other.parts, other.text))

    def is_found(self, threshold: float) -> bool:
        evidence = self.evidence
        return self.meets and evidence is not None and evidence.score >= threshold


@dataclass(frozen=True)
class Quality:
    """Pairs found or not, by what they are."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)


def pairs(half: str) -> list[Pair]:
    """The pairs of a half, `fit` or `test`; no text stands in both."""
    return [pair for pair in _read() if pair.half == half]


def quality(judged: list[Pair], threshold: float) -> Quality:
    """Of these pairs at this threshold."""
    found = [(pair.is_found(threshold), pair.is_same) for pair in judged]
    right, wrong, missed = (True, True), (True, False), (False, True)
    return Quality(*(found.count(case) for case in (right, wrong, missed)))


def _read() -> Iterator[Pair]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            sides = [_side(row, name) for name in ("a_", "b_")]
            yield Pair(row["half"], row["same"] == "1", row["kind"], *sides)


def _side(row: dict[str, str], name: str) -> Compared:
    low, _, high = row[f"{name}pay"].partition("-")
    vacancy = Vacancy(
        provider=row[f"{name}poster"],
        record=name,
        version=1,
        title=row[f"{name}title"],
        description=row[f"{name}text"] or None,
        employer=row[f"{name}employer"] or None,
        region=row[f"{name}region"] or None,
        pay=Pay(low=float(low), high=float(high)) if low else None,
        openings=int(row[f"{name}openings"]),
        contract=row[f"{name}contract"] or None,  # type: ignore[arg-type]
        posted_on=row[f"{name}posted_on"],
    )
    return compared(vacancy.key, "", vacancy, None)
