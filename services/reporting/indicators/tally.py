"""Counts of weighted records, and how many equally weighted ones they are worth."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tally:
    """`n` records, the sum of their weights, and the sum of the squared weights."""

    n: int = 0
    weight: float = 0.0
    squares: float = 0.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.n + other.n, self.weight + other.weight, self.squares + other.squares)

    @property
    def effective(self) -> float:
        """Kish's effective number of observations, (Σw)² / Σw²; n when all weights are equal.

        Source: Kish, L. (1992), Journal of Official Statistics 8(2), 183–200.
        """
        return self.weight**2 / self.squares if self.squares else 0.0
