"""One skill found in a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """A skill, how sure, and the words `text[start:end]` that speak for it.

    `essential` is None where the text does not say; `accepted` means that the probability
    reaches the threshold of the way in which the text was read.
    """

    skill: str
    probability: float
    start: int
    end: int
    evidence: str
    essential: bool | None
    accepted: bool
