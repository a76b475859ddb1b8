"""What is in memory of all graduates and of all vacancies, and how each column is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.facts.columns import Coded, CodeSets

Small = NDArray[np.int8]
Numbers = NDArray[np.float64]
Days = NDArray[np.int32]


@dataclass(frozen=True)
class Graduates:
    """Graduates in order of their keys.

    Not stated is -1 among whole numbers and NaN among others; flags are 1, 0 or -1; days are
    counted from 1970-01-01. `verdicts` has a column for each method that matching judges by,
    `persons` how many graduates each record stands for.
    """

    provider: Coded
    year: NDArray[np.int16]
    level: Small
    field: Coded
    study_region: Coded
    home_region: Coded
    work_region: Coded
    weight: Numbers
    persons: NDArray[np.int32]
    employment_status: Coded
    in_work: Small
    occupation: Coded
    industry: Coded
    contract: Coded
    pay_low: Numbers
    pay_high: Numbers
    pay_currency: Coded
    pay_period: Coded
    level_required: Small
    job_relation: Coded
    surveyed_on: Days
    months_to_first_job: Numbers
    first_job: Small
    verdicts: Mapping[str, Coded]
    skills: CodeSets
    synthetic: NDArray[np.bool_]
    versions: Coded

    def __len__(self) -> int:
        return len(self.year)


@dataclass(frozen=True)
class Vacancies:
    """Vacancies in order of their keys; not stated is written as among graduates.

    Vacancies that repeat one another have the same number in `cluster`.
    """

    provider: Coded
    occupation: Coded
    region: Coded
    industry: Coded
    posted_on: Days
    closes_on: Days
    closed_on: Days
    filled: Small
    openings: NDArray[np.int32]
    level_required: Small
    experience_years: Numbers
    contract: Coded
    pay_low: Numbers
    pay_high: Numbers
    pay_currency: Coded
    pay_period: Coded
    fields: CodeSets
    skills: CodeSets
    cluster: NDArray[np.int32]
    synthetic: NDArray[np.bool_]
    versions: Coded

    def __len__(self) -> int:
        return len(self.openings)
