"""What is counted of vacancies: all of them, and those that repeat no other."""

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.measures import EVERYONE, Breakdown, Measures
from services.reporting.facts import Vacancies

OPENINGS = "openings"
UNIQUE, OPENINGS_UNIQUE = "unique", "openings_unique"
"""Vacancies that repeat no other of those counted, and their openings."""
_FURTHER = "further_openings"
"""Openings beyond the first of each vacancy: nobody may tell vacancies from openings."""
_REPEATED, _OPENINGS_REPEATED = "repeated", "openings_repeated"
_FURTHER_UNIQUE, _FURTHER_REPEATED = "further_unique", "further_repeated"
TOGETHER = frozenset({EVERYONE, OPENINGS, _FURTHER})
SPLIT = frozenset(
    {UNIQUE, _REPEATED, OPENINGS_UNIQUE, _OPENINGS_REPEATED, _FURTHER_UNIQUE, _FURTHER_REPEATED}
)
"""What tells unique vacancies from repeated ones."""
TOLD_APART = TOGETHER | SPLIT

Rows = NDArray[np.int64]
Firsts = NDArray[np.bool_]


def firsts(vacancies: Vacancies, rows: Rows) -> Firsts:
    """Of these vacancies those that repeat no other of them: of a cluster the one posted first."""
    cluster = vacancies.cluster[rows]
    found: Firsts = np.bincount(cluster, minlength=1)[cluster] == 1
    shared = np.flatnonzero(~found)
    order = shared[np.lexsort((rows[shared], vacancies.posted_on[rows[shared]], cluster[shared]))]
    found[order[np.diff(cluster[order], prepend=-1) != 0]] = True
    return found


def together(vacancies: Vacancies, rows: Rows) -> Measures:
    """Vacancies and their openings."""
    further = vacancies.openings[rows].astype(np.int64) - 1
    return Measures((), ((OPENINGS, (EVERYONE, _FURTHER)),), {_FURTHER: further})


def told_apart(vacancies: Vacancies, rows: Rows, is_first: Firsts) -> Measures:
    """Unique and repeated vacancies add up to all, and so do their openings."""
    counted = together(vacancies, rows)
    further = counted.amounts[_FURTHER]
    codes = np.where(is_first, 0, 1).astype(np.int8)
    return Measures(
        (Breakdown((UNIQUE, _REPEATED), codes),),
        (
            *counted.sums,
            (OPENINGS_UNIQUE, (UNIQUE, _FURTHER_UNIQUE)),
            (_OPENINGS_REPEATED, (_REPEATED, _FURTHER_REPEATED)),
        ),
        {
            _FURTHER: further,
            _FURTHER_UNIQUE: np.where(is_first, further, 0),
            _FURTHER_REPEATED: np.where(is_first, 0, further),
        },
        also=(
            (_FURTHER, (_FURTHER_UNIQUE, _FURTHER_REPEATED)),
            (OPENINGS, (OPENINGS_UNIQUE, _OPENINGS_REPEATED)),
        ),
    )
