"""What a coder answers: ranked candidates, or one decision that may be to abstain."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code the text may stand for, how probably, and the lexicon's wording that speaks for it."""

    code: str
    probability: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Coded:
    """One text decided: `code` is None when no candidate is probable enough.

    `probability` and `evidence` are those of the best candidate, also when it was not taken;
    None when there was none.
    """

    code: str | None
    probability: float | None
    evidence: str | None
    status: Literal["coded", "uncoded"]
