"""Which published counts to hide so that an exposed one is told less of."""

from dataclasses import dataclass

import numpy as np

from services.reporting.protection.inference import Bounds, Members
from services.reporting.protection.lattice import Integers, Mask, System, ragged


@dataclass(frozen=True)
class Told:
    """What a reader sees of each count, and what it concludes."""

    seen: Bounds
    concluded: Bounds

    @property
    def raised(self) -> Mask:
        return self.concluded.low > self.seen.low

    @property
    def lowered(self) -> Mask:
        return self.concluded.high < self.seen.high

    def concerns(self, units: Integers) -> Mask:
        """Whether something was concluded of the units."""
        return (self.raised | self.lowered)[units]


def places(counts: Integers) -> Integers:
    """Each unit's place by count, then by index: who is hidden first for others' sake."""
    place = np.empty(len(counts), np.int64)
    place[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    return place


def covering(
    system: System, place: Integers, told: Told, closed: Mask, exposed: Integers
) -> Integers:
    """What to hide: in the equation that binds each exposed unit closest, its smallest member.

    `closed` are hidden already, or cannot be. Where every member is closed, those members are
    covered of which the reader has concluded something. None is left when a unit is bound by
    nothing but the rules themselves.
    """
    visited, chosen = np.zeros(len(place), np.bool_), [np.zeros(0, np.int64)]
    while len(exposed):
        visited[exposed] = True
        links = Links.of(system, told, place, closed, exposed)
        picked, left = links.smallest(len(place))
        chosen.append(picked)
        concerned = left[told.concerns(left)]
        exposed = np.unique(concerned[~visited[concerned]])
    return np.argsort(place)[np.unique(np.concatenate(chosen))]


@dataclass(frozen=True)
class Links:
    """Exposed units beside the equations that bind them, and whom those offer to hide."""

    owner: Integers
    width: Integers  # of the interval that the equation alone leaves the owner
    offer: Integers  # place of the smallest open child, the parent's plus `count`
    members: Members  # of the equations, in the order of the links

    @classmethod
    def of(
        cls, system: System, told: Told, place: Integers, closed: Mask, exposed: Integers
    ) -> "Links":
        at, _, sizes = ragged(system.by_unit, exposed)
        owner, rows = np.repeat(exposed, sizes), system.by_unit.indices[at].astype(np.int64)
        members = Members.of(system.equations, rows)
        says = members.implied(told.concluded)
        own = np.flatnonzero(members.variable == members.spread(owner))
        low, high = says.low[own], says.high[own]
        raised, lowered = told.raised[owner], told.lowered[owner]
        binds = ~(raised | lowered)
        binds |= raised & (low >= told.concluded.low[owner])
        binds |= lowered & (high <= told.concluded.high[owner])
        key = place[members.variable] + np.where(members.child, 0, len(place))
        key[closed[members.variable]] = 2 * len(place)
        offer = np.minimum.reduceat(key, members.starts)
        return cls(owner[binds], (high - low)[binds], offer[binds], members.picked(binds))

    def smallest(self, count: int) -> tuple[Integers, Integers]:
        """The place to hide for each owner that has an offer; members of the others' equations."""
        order = np.lexsort((self.offer, self.width, self.owner))
        order = order[self.offer[order] < 2 * count]
        owners, first = np.unique(self.owner[order], return_index=True)
        without = self.members.picked(~np.isin(self.owner, owners))
        return self.offer[order][first] % count, without.variable.astype(np.int64)
