"""What the demonstration is drawn from: programmes, jobs and provinces, as typed rows.

All names are generic Thai and English terms put together by this project. The weights are
plausible, not statistics: those of provinces follow the registered population, in thousands and
roundly, and a factor for the jobs that are offered there.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.taxonomy import isic

_TABLES = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Job:
    """An occupation as employers name it; pay is what a beginner gets, THB a month."""

    isco: str
    level: int
    pay: tuple[int, int]
    industries: tuple[str, ...]
    fields: tuple[str, ...]
    titles_th: tuple[str, ...]
    titles_en: tuple[str, ...]
    skills_th: tuple[str, ...]

    @property
    def major(self) -> int:
        """Its ISCO-08 major group."""
        return int(self.isco[0])


@dataclass(frozen=True)
class Programme:
    """A programme of study and the jobs it leads to, likelier ones more than once."""

    level: int
    field: str
    weight: int
    degree_th: str
    degree_en: str
    name_th: str
    name_en: str
    jobs: tuple[str, ...]


@dataclass(frozen=True)
class Province:
    """`people` weighs where graduates come from, `jobs` how much more work is offered there."""

    code: str
    people: int
    jobs: float


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table, keyed by its header."""
    with (_TABLES / name).open(encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def jobs() -> dict[str, Job]:
    """ISCO-08 unit group -> job."""
    return {
        row["isco"]: Job(
            isco=row["isco"],
            level=int(row["level"]),
            pay=(int(row["pay_low"]), int(row["pay_high"])),
            industries=_parts(row["industries"]),
            fields=_parts(row["fields"]),
            titles_th=_parts(row["titles_th"]),
            titles_en=_parts(row["titles_en"]),
            skills_th=_parts(row["skills_th"]),
        )
        for row in rows("jobs.tsv")
    }


@cache
def programmes(level: int) -> tuple[Programme, ...]:
    """The programmes of one ISCED level."""
    return tuple(
        Programme(
            level=int(row["level"]),
            field=row["field"],
            weight=int(row["weight"]),
            degree_th=row["degree_th"],
            degree_en=row["degree_en"],
            name_th=row["name_th"],
            name_en=row["name_en"],
            jobs=tuple(row["jobs"].split()),
        )
        for row in rows("programmes.tsv")
        if int(row["level"]) == level
    )


@cache
def provinces() -> tuple[Province, ...]:
    """The 77 provinces."""
    return tuple(
        Province(row["code"], int(row["people"]), float(row["jobs"]))
        for row in rows("provinces.tsv")
    )


def section(industry: str) -> str:
    """The ISIC section that holds an industry: `64` -> `K`."""
    return next(iter((*isic.ancestors(industry), industry)))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()
