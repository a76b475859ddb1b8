"""What a universe is split by: members in a tree, and where each record belongs at every depth."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from services.reporting.data_sets import TOTAL, UNKNOWN, Dimension, Member
from services.reporting.facts import Coded
from services.reporting.labels import Labels

ALL = "all"
Path = Sequence[str]
"""A code's groups and itself, broadest first: `("06", "061", "0613")`."""

_UNKNOWN_LABELS: Labels = {"th": "ไม่ระบุหรือไม่ทราบรหัส", "en": "not stated or not coded"}
_TOTAL_LABELS: Labels = {"th": "ทั้งหมด", "en": "total"}


@dataclass(frozen=True)
class Axis:
    """`places[d]` is every record's member at depth `d` of `levels`; depth 0 is the total.

    A member without parts stands for itself at every greater depth. An axis whose members
    overlap (`is_partition` false) has no total: its members do not add up.
    """

    name: str
    labels: Labels
    classification: str
    levels: tuple[str, ...]
    members: tuple[Member, ...]
    places: tuple[NDArray[np.int32], ...]
    is_partition: bool = True

    @cached_property
    def dimension(self) -> Dimension:
        """The axis as readers see it."""
        return Dimension(self.name, self.labels, self.classification, self.members)

    @cached_property
    def parents(self) -> NDArray[np.int32]:
        """Place of each member's parent; −1 where there is none."""
        position = self.dimension.position
        found = [position.get(member.parent or "", -1) for member in self.members]
        return np.array(found, np.int32)

    @cached_property
    def depths(self) -> NDArray[np.int64]:
        """How many groups each member is in."""
        found = np.zeros(len(self.members), np.int64)
        above = self.parents.astype(np.int64)
        while (above >= 0).any():
            found += above >= 0
            above = np.where(above >= 0, self.parents[above], -1)
        return found

    def lifted(self, depth: int) -> NDArray[np.int32]:
        """Each member, or its group at `depth` where it lies deeper."""
        found = np.arange(len(self.members), dtype=np.int32)
        while (deeper := self.depths[found] > depth).any():
            found[deeper] = self.parents[found[deeper]]
        return found

    def depth(self, level: str) -> int:
        """Of a level's name; ValueError for one that the axis does not have."""
        return self.levels.index(level)


@dataclass(frozen=True)
class Scheme:
    """How codes of a classification become an axis.

    `path` gives the groups of a code down to itself, one per level after the total, fewer when
    the code is not that deep; `label` names a group.
    """

    name: str
    labels: Labels
    classification: str
    levels: tuple[str, ...]
    path: Callable[[str], Path]
    label: Callable[[str], Labels]


def axis_of(scheme: Scheme, column: Coded, is_partition: bool = True) -> Axis:
    """The axis of a coded column; what is not stated is the member `_U`."""
    paths = [_full(scheme, scheme.path(code)) for code in column.values]
    paths.append(_full(scheme, ()))  # place −1 of the codes: not stated
    members = _members(scheme, paths, is_partition)
    position = {member.code: i for i, member in enumerate(members)}
    first = 0 if is_partition else 1
    places = [
        np.array([position[path[depth]] for path in paths], np.int32)[column.codes]
        for depth in range(first, len(scheme.levels) + 1)
    ]
    levels = (ALL, *scheme.levels)[first:]
    return Axis(
        scheme.name,
        scheme.labels,
        scheme.classification,
        levels,
        members,
        tuple(places),
        is_partition,
    )


def _full(scheme: Scheme, path: Path) -> list[str]:
    """One code per depth, the total first; `06` at three depths is `_T`, `06`, `06_U`, `06_U`."""
    full = [TOTAL, *path]
    if len(path) < len(scheme.levels):
        rest = UNKNOWN if not path else f"{path[-1]}{UNKNOWN}"
        full += [rest] * (len(scheme.levels) - len(path))
    return full


def _members(scheme: Scheme, paths: Sequence[Path], is_partition: bool) -> tuple[Member, ...]:
    found: dict[str, Member] = {}
    for path in paths:
        for depth in range(1, len(path)):
            code, above = path[depth], path[depth - 1]
            if code == above or code in found:
                continue
            parent = above if is_partition or depth > 1 else None
            found[code] = Member(code, _named(scheme, code), scheme.levels[depth - 1], parent)
    ordered = sorted(found.values(), key=lambda member: _rank(member.code))
    total = [Member(TOTAL, _TOTAL_LABELS, ALL)] if is_partition else []
    return (*total, *ordered)


def _named(scheme: Scheme, code: str) -> Labels:
    if code == UNKNOWN:
        return _UNKNOWN_LABELS
    if code.endswith(UNKNOWN):
        group = scheme.label(code.removesuffix(UNKNOWN))
        return {
            "th": f"{group['th']} (ไม่ระบุย่อยกว่านี้)",
            "en": f"{group['en']} (not further specified)",
        }
    return scheme.label(code)


def _rank(code: str) -> tuple[bool, str]:
    """Groups before their parts, what is not known last."""
    return code == UNKNOWN, code.replace(UNKNOWN, "~")


def lone_axis(name: str, labels: Labels, n: int) -> Axis:
    """An axis of the total alone."""
    total = Member(TOTAL, _TOTAL_LABELS, ALL)
    return Axis(name, labels, "", (ALL,), (total,), (np.zeros(n, np.int32),))


Levels = Mapping[str, str]
"""Axis -> level of a cut; axes not named are at their total."""
