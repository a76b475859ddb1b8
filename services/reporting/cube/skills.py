"""The universes of skills: graduates who show one, vacancies that ask for one."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube import schemes
from services.reporting.cube.axis import axis_of
from services.reporting.cube.counting import Ints, Universe
from services.reporting.cube.cuts import Cut
from services.reporting.cube.graduates import persons_of
from services.reporting.cube.measures import EVERYONE, Measures
from services.reporting.cube.vacancies import day, open_on
from services.reporting.facts import Coded, CodeSets, Graduates, Vacancies

_CUTS = (Cut({"skill": "skill"}, frozenset({EVERYONE})),)


def shown(graduates: Graduates) -> tuple[Universe, NDArray[np.int64], int]:
    """Graduates by skill, which record each is of, and how many show at least one."""
    everyone = np.ones(len(graduates), np.bool_)
    return _by_skill("skills_shown", graduates.skills, everyone, persons_of(graduates))


def asked(vacancies: Vacancies, on: date) -> tuple[Universe, NDArray[np.int64], int]:
    """Open vacancies by skill, which record each is of, and how many ask for at least one."""
    return _by_skill("skills_asked", vacancies.skills, open_on(vacancies, day(on)))


def _by_skill(
    name: str, skills: CodeSets, chosen: NDArray[np.bool_], persons: Ints | None = None
) -> tuple[Universe, NDArray[np.int64], int]:
    owner = np.repeat(np.arange(len(chosen)), np.diff(skills.starts))
    told = chosen[owner]
    owner, codes = owner[told], skills.codes[told]
    axis = axis_of(schemes.skill(), Coded(codes, skills.values), is_partition=False)
    many = None if persons is None else persons[owner]
    universe = Universe(name, (axis,), Measures((), (), {}), _CUTS, persons=many)
    naming = np.unique(owner)
    return universe, owner, len(naming) if persons is None else int(persons[naming].sum())
