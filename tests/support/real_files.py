"""Real files that providers could bring, and what is known of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from shared.access import Role
from tests.support.shared_data import given

MADE_ON = "2022-01-05"
"""The day the advertisements were gathered; some state their age alone."""


@dataclass(frozen=True)
class RealFile:
    """A file, how many rows it has, and which of them cannot be taken: field and fault."""

    profile: str
    kind: str
    path: str
    rows: int
    rejected: int = 0
    why: set[tuple[str, str]] = field(default_factory=set)
    repeats: int = 0
    """Rows that state the reference of a row before them: they are its newer version."""
    left_out: dict[str, int] = field(default_factory=dict)
    """Field -> texts that were not understood in rows that were taken."""

    @property
    def place(self) -> Path:
        """Where it lies; the test is skipped where it does not."""
        return given(self.path)

    @property
    def role(self) -> Role:
        """Of who brings such records."""
        return Role.UNIVERSITY if self.kind == "graduates" else Role.EMPLOYER


FILES: Sequence[RealFile] = (
    RealFile(
        "piaac", "graduates", "piaac/piaac_graduates_22c.csv.gz", 26_140,
        left_out={"tracer.occupation": 1},
    ),
    RealFile(
        "ngs", "graduates", "ngs2020/ngs2020.csv.gz", 12_108, left_out={"tracer.status": 29},
    ),
    RealFile(
        "jobthai", "vacancies", "postings/jobthai_it.jsonl", 325,
        left_out={"region": 113, "openings": 25},
    ),
    RealFile(
        "jobsdb", "vacancies", "postings/jobsdb_th_full.csv.gz", 372,
        rejected=45, why={("posted_on", "required")}, repeats=1,
        left_out={"contract": 79, "industry": 49, "description": 2},
    ),
    RealFile(
        "jobsdb-titles", "vacancies", "postings/jobsdb_th_titles.csv.gz", 3_405,
        rejected=11, why={("posted_on", "not_of_form")}, repeats=10, left_out={"region": 43},
    ),
)  # fmt: skip
