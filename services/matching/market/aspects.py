"""What each fit reads of either side, so that records alike in a fact share one entry of a table.

A fit of an aspect's sample is the fit of every record with that aspect: the tables of the market
are made by the fits themselves, and a fit cannot mean one thing here and another there.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from services.matching.fits import Opening, Seeker

Record = TypeVar("Record", Seeker, Opening)
Aspect = tuple[Hashable, ...]

TABLED = ("field", "level", "occupation", "region", "experience", "pay")
"""The facts that come before skills in `FITS`, in its order."""


@dataclass(frozen=True)
class Side(Generic[Record]):
    """`aspect` of a record and the `sample` of an aspect, by fact; which ones have pieces."""

    aspect: Mapping[str, Callable[[Record], Aspect]]
    names: Mapping[str, tuple[str, ...]]
    record: Callable[..., Record]
    divided: Mapping[str, Callable[[Aspect], Sequence[Aspect]]] = field(default_factory=dict)

    def sample(self, fact: str, aspect: Aspect) -> Record:
        """A record that has the aspect and nothing else."""
        known: dict[str, Any] = dict(zip(self.names[fact], aspect, strict=True))
        return self.record(**known)

    def pieces(self, fact: str, aspect: Aspect) -> Sequence[Aspect]:
        """Aspects of which the best one fits as the whole does."""
        pieces_of = self.divided.get(fact)
        return pieces_of(aspect) if pieces_of else (aspect,)


SEEKERS: Side[Seeker] = Side(
    {
        "field": lambda seeker: (seeker.field,),
        "level": lambda seeker: (seeker.level,),
        "occupation": lambda seeker: (seeker.occupation,),
        "region": lambda seeker: (seeker.region,),
        "experience": lambda seeker: (seeker.graduation_year,),
        "pay": lambda seeker: (seeker.pay,),
    },
    {
        "field": ("field",),
        "level": ("level",),
        "occupation": ("occupation",),
        "region": ("region",),
        "experience": ("graduation_year",),
        "pay": ("pay",),
    },
    Seeker,
)


def _each_accepted_field(aspect: Aspect) -> Sequence[Aspect]:
    accepted, occupation = aspect
    if not isinstance(accepted, tuple) or len(accepted) < 2:
        return (aspect,)
    return [((code,), occupation) for code in accepted]


OPENINGS: Side[Opening] = Side(
    {
        "field": lambda opening: (
            (tuple(sorted(opening.fields_accepted)), None)
            if opening.fields_accepted
            else ((), opening.occupation)
        ),
        "level": lambda opening: (
            (None, opening.occupation)
            if opening.level_required is None
            else (opening.level_required, None)
        ),
        "occupation": lambda opening: (opening.occupation,),
        "region": lambda opening: (opening.region,),
        "experience": lambda opening: (
            (opening.experience_years, opening.posted_year)
            if opening.experience_years
            else (opening.experience_years, None)
        ),
        "pay": lambda opening: (opening.pay,),
    },
    {
        "field": ("fields_accepted", "occupation"),
        "level": ("level_required", "occupation"),
        "occupation": ("occupation",),
        "region": ("region",),
        "experience": ("experience_years", "posted_year"),
        "pay": ("pay",),
    },
    Opening,
    {"field": _each_accepted_field},
)
