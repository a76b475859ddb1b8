"""The names by which skills are looked for: ESCO's labels, everyday names, Thai names."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from shared.taxonomy import skills as esco

_THAI = re.compile("[\u0e01-\u0e4e]")


class Name(NamedTuple):
    """A name and the skill's number in the catalogue."""

    text: str
    skill: int


class Catalogue(NamedTuple):
    """Skill ids in order, and their names in the same order of skills."""

    skills: Sequence[str]
    names: Sequence[Name]


@cache
def catalogue() -> Catalogue:
    """All skills of the taxonomy in use."""
    named = esco.names()
    skills = sorted(named)
    names = [Name(text, number) for number, skill in enumerate(skills) for text in named[skill]]
    return Catalogue(skills, names)


def is_thai(text: str) -> bool:
    """Whether the text has a Thai letter."""
    return _THAI.search(text) is not None
