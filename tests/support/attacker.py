"""An attacker who knows the rules and solves linear programmes over everything published.

For each hidden count: the least and the most it can be, given every published (rounded) count,
every equation, that a hidden one is 1 or more (0 beneath a hidden one), and that what is not listed
is 0. Why a count is hidden the reader is not told.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from services.reporting.protection.inference import UNBOUNDED, Bounds
from services.reporting.protection.lattice import Integers, Lattice, Mask
from services.reporting.protection.rounding import LEAST
from services.reporting.protection.suppression import WIDTH, Reader

Floats = NDArray[np.float64]
NEARLY = 1e-6
FAR = 1_000.0  # so much more than the true count is as good as unbounded
BATCHES = 24


@dataclass(frozen=True)
class Published:
    """What a release shows: the lattice and what is hidden; `least` is ever published.

    `known_small` are hidden counts of which the reader knows that they are 9 at the most, and
    that all others are `least` or more: nobody is told, but somebody may know.
    """

    lattice: Lattice
    hidden: Mask
    least: int = LEAST
    known_small: Mask | None = None

    def seen(self) -> Bounds:
        seen = Reader(self.lattice, self.least).sees(self.hidden)
        if self.known_small is None:
            return seen
        others = self.hidden & ~self.known_small
        low = np.where(others, self.least, seen.low)
        return Bounds(low, np.where(self.known_small, self.least - 1, seen.high))


@dataclass(frozen=True)
class Findings:
    """What the attacker found: every hidden interval is `narrowest` or wider."""

    cells: int
    hidden: int
    narrowest: float
    exposed: Integers


def attack(published: Published, enough: int = WIDTH) -> Findings:
    """Tries to bound every hidden count; `exposed` are those told to within ±3."""
    lattice, targets = published.lattice, np.flatnonzero(published.hidden)
    return _solve(lattice.equations, published.seen(), lattice.counts, targets, enough)


def attack_both(first: Published, second: Published, same: tuple[Integers, Integers]) -> Findings:
    """Holds two releases against each other: `same` are variables of both, known to be equal."""
    size = len(first.hidden)
    rows = np.arange(len(same[0]))
    ends = (np.concatenate([rows, rows]), np.concatenate([same[0], same[1] + size]))
    signs = np.repeat([1.0, -1.0], len(rows))
    equal = csr_array((signs, ends), shape=(len(rows), size + len(second.hidden)))
    system = vstack([_beside(first.lattice.equations, second.lattice.equations), equal]).tocsr()
    parts = (first.seen(), second.seen())
    seen = Bounds(
        np.concatenate([part.low for part in parts]), np.concatenate([part.high for part in parts])
    )
    counts = np.concatenate([first.lattice.counts, second.lattice.counts])
    hidden = np.flatnonzero(np.concatenate([first.hidden, second.hidden]))
    return _solve(system, seen, counts, hidden, WIDTH)


def _beside(left: csr_array, right: csr_array) -> csr_array:
    """Two systems as one, with nothing in common."""
    data = np.concatenate([left.data, right.data])
    columns = np.concatenate([left.indices, right.indices + left.shape[1]])
    starts = np.concatenate([left.indptr, right.indptr[1:] + left.indptr[-1]])
    shape = (left.shape[0] + right.shape[0], left.shape[1] + right.shape[1])
    return csr_array((data, columns, starts), shape=shape)


def _solve(
    system: csr_array, seen: Bounds, counts: Integers, targets: Integers, enough: int
) -> Findings:
    """Minimises and maximises the targets from what is seen.

    Every solution is a table that could be the true one. A target of which two such tables differ
    by enough is proven safe and need not be solved for; many targets at a time are tried first.
    """
    tables = Tables(system.astype(np.float64), seen, counts)
    rng = np.random.default_rng(0)
    for _ in range(BATCHES):
        unproven = targets[tables.width[targets] < enough]
        tables.seek(_apart(system, rng.permutation(unproven)))
    for target in targets:
        if tables.width[target] < enough:
            tables.seek(np.array([target]))
    told = targets[tables.width[targets] < enough]
    return Findings(
        len(counts), len(targets), float(tables.width[targets].min(initial=np.inf)), told
    )


class Tables:
    """The tables found so far that could be the true one: the least and most of every count."""

    def __init__(self, system: csr_array, seen: Bounds, counts: Integers) -> None:
        self._system = system
        high = np.where(seen.high < UNBOUNDED, seen.high, counts + FAR)
        self._bounds = np.column_stack([seen.low, high]).astype(np.float64)
        self._low, self._high = counts.astype(np.float64), counts.astype(np.float64)

    @property
    def width(self) -> Floats:
        """Between the whole numbers inside: counts are whole."""
        return np.floor(self._high + NEARLY) - np.ceil(self._low - NEARLY)

    def seek(self, targets: Integers) -> None:
        """The tables in which the targets together are least and most."""
        for sign in (1.0, -1.0) if len(targets) else ():
            weights = np.zeros(self._system.shape[1])
            weights[targets] = sign
            nothing = np.zeros(self._system.shape[0])
            found = linprog(weights, A_eq=self._system, b_eq=nothing, bounds=self._bounds)
            assert found.status == 0, f"the true table is one solution, yet: {found.message}"
            np.minimum(self._low, found.x, out=self._low)
            np.maximum(self._high, found.x, out=self._high)


def _apart(system: csr_array, order: Integers) -> Integers:
    """Variables, first come first served, of which no two are in one equation."""
    by_variable = system.tocsc()
    used, chosen = np.zeros(system.shape[0], np.bool_), []
    for variable in order:
        rows = by_variable.indices[by_variable.indptr[variable] : by_variable.indptr[variable + 1]]
        if not used[rows].any():
            used[rows] = True
            chosen.append(variable)
    return np.array(chosen, np.int64)
