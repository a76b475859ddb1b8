"""Both sides of a market put together into the figures of one group or of all."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from services.reporting.figures import Figure, ratio
from services.reporting.indicators import gap, tightness
from services.reporting.indicators.tally import Tally
from services.reporting.queries.counts import count
from services.reporting.queries.demand import Demand
from services.reporting.queries.grouping import Group, Grouping
from services.reporting.queries.selection import Selection
from services.reporting.queries.supply import Supply

MOSTLY_STATED = 0.5
"""Least share of vacancies with a known group for a group's market to be shown without a mark."""


@dataclass(frozen=True)
class Market:
    """What is offered and wanted by group; `all_wanted` counts each vacancy once."""

    selection: Selection
    grouping: Grouping
    offered: Mapping[Group, Supply]
    wanted: Mapping[Group, Demand]
    all_wanted: Demand

    @cached_property
    def all_offered(self) -> Supply:
        return sum(self.offered.values(), Supply())

    def row(self, group: Group) -> list[Figure]:
        """The figures of one group."""
        offered, wanted = self.offered.get(group, Supply()), self.wanted.get(group, Demand())
        by = self.grouping.by
        figures = [
            self._graduates(offered),
            _no_seekers() if self._is_by_occupation else _seekers(offered),
        ]
        if "year" in by:
            return [*figures, *_no_vacancies()]
        return [
            *figures,
            *self._vacancies(wanted),
            *(self._compared(offered, wanted) if _is_known(group) else _not_compared()),
        ]

    def total(self) -> list[Figure]:
        """The figures of all groups together, each vacancy counted once."""
        without_seekers = self.selection.occupation is not None
        return [
            self._graduates(self.all_offered),
            _no_seekers() if without_seekers else _seekers(self.all_offered),
            *self._vacancies(self.all_wanted),
            self._tightness(self.all_offered, self.all_wanted, without_seekers),
            Figure(measure=gap.MEASURE, status="not_applicable", reason="nothing_to_compare"),
        ]

    @property
    def _is_by_occupation(self) -> bool:
        return "occupation" in self.grouping.by or self.selection.occupation is not None

    @cached_property
    def _known_offered(self) -> Tally:
        return sum((s.graduates for g, s in self.offered.items() if _is_known(g)), Tally())

    @cached_property
    def _known_wanted(self) -> Tally:
        return sum((d.openings for g, d in self.wanted.items() if _is_known(g)), Tally())

    @cached_property
    def _unknown_vacancies(self) -> int:
        found = sum(d.openings.n for g, d in self.wanted.items() if not _is_known(g))
        return min(found, self.all_wanted.openings.n)

    @cached_property
    def _stated(self) -> float | None:
        """Share of the vacancies whose group is known."""
        n = self.all_wanted.openings.n
        return ratio(n - self._unknown_vacancies, n)

    def _graduates(self, offered: Supply) -> Figure:
        coverage = ratio(self._known_offered.n, self.all_offered.graduates.n)
        return count("graduates", offered.graduates, coverage)

    def _vacancies(self, wanted: Demand) -> tuple[Figure, Figure]:
        coverage = self._stated
        vacancies = Tally(wanted.openings.n, float(wanted.openings.n))
        openings = count("openings", wanted.openings, coverage, rests_on=("vacancies",))
        return count("vacancies", vacancies, coverage), openings

    def _tightness(self, offered: Supply, wanted: Demand, without_seekers: bool) -> Figure:
        if without_seekers:
            return tightness.not_told("seekers_have_no_occupation", "not_applicable")
        openings = int(wanted.openings.weight)
        return tightness.tightness(openings, offered.graduates, offered.answered, offered.seeking)

    def _compared(self, offered: Supply, wanted: Demand) -> list[Figure]:
        theta = self._tightness(offered, wanted, self._is_by_occupation)
        return [self._with_caution(theta), self._with_caution(self._gap(offered, wanted))]

    def _gap(self, offered: Supply, wanted: Demand) -> Figure:
        # a vacancy that accepts several groups is one observation
        observed = min(self._known_wanted, self.all_wanted.openings, key=lambda tally: tally.n)
        found = gap.share_gap(
            wanted.openings, self._known_wanted, observed, offered.graduates, self._known_offered
        )
        known = ratio(self._known_offered.n, self.all_offered.graduates.n)
        return replace(found, coverage=known)

    def _with_caution(self, found: Figure) -> Figure:
        """A vacancy whose group is not known is no vacancy less: it lowers the coverage."""
        if found.value is None or self._stated is None:
            return found
        covered = replace(found, coverage=(found.coverage or 0.0) * self._stated)
        if self._stated >= MOSTLY_STATED:
            return covered
        return replace(covered, status="low", reason="mostly_not_stated")


def _is_known(group: Group) -> bool:
    return None not in group


def _seekers(offered: Supply) -> Figure:
    """Nobody answered is not the same as nobody seeks."""
    answered, seeking = offered.answered, offered.seeking
    coverage = ratio(answered.n, offered.graduates.n)
    if offered.graduates.n and not answered.n:
        return Figure(
            measure="seekers", status="insufficient_evidence", reason="facts_missing", n=0,
            coverage=coverage,
        )  # fmt: skip
    return Figure(
        measure="seekers",
        status="ok",
        value=float(round(seeking.weight)),
        n=answered.n,
        coverage=coverage,
        tells=(answered.n, seeking.n, answered.n - seeking.n),
    )


def _no_seekers() -> Figure:
    return Figure(measure="seekers", status="not_applicable", reason="seekers_have_no_occupation")


def _not_compared() -> list[Figure]:
    return [
        Figure(measure=measure, status="not_applicable", reason="group_not_known")
        for measure in (tightness.MEASURE, gap.MEASURE)
    ]


def _no_vacancies() -> list[Figure]:
    measures = ("vacancies", "openings", tightness.MEASURE, gap.MEASURE)
    reason = "vacancies_have_no_graduation_year"
    return [Figure(measure=m, status="not_applicable", reason=reason) for m in measures]
