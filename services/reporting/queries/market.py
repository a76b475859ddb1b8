"""Both sides of a market put together into the figures of one group or of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from services.reporting.figures import Figure, ratio
from services.reporting.indicators import gap, tightness
from services.reporting.indicators.tally import Tally
from services.reporting.queries.counts import count
from services.reporting.queries.demand import Demand
from services.reporting.queries.grouping import Group, Grouping
from services.reporting.queries.selection import Selection
from services.reporting.queries.supply import Supply


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
            self._tightness(offered, wanted, self._is_by_occupation),
            self._gap(group, offered, wanted),
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

    def _graduates(self, offered: Supply) -> Figure:
        coverage = ratio(self._known_offered.n, self.all_offered.graduates.n)
        return count("graduates", offered.graduates, coverage)

    def _vacancies(self, wanted: Demand) -> tuple[Figure, Figure]:
        n = self.all_wanted.openings.n
        coverage = ratio(n - self._unknown_vacancies, n)
        vacancies = Tally(wanted.openings.n, float(wanted.openings.n))
        openings = count("openings", wanted.openings, coverage, rests_on=("vacancies",))
        return count("vacancies", vacancies, coverage), openings

    def _tightness(self, offered: Supply, wanted: Demand, without_seekers: bool) -> Figure:
        if without_seekers:
            return tightness.not_told("seekers_have_no_occupation", "not_applicable")
        openings = int(wanted.openings.weight)
        return tightness.tightness(openings, offered.graduates, offered.answered, offered.seeking)

    def _gap(self, group: Group, offered: Supply, wanted: Demand) -> Figure:
        if not _is_known(group):
            return Figure(measure=gap.MEASURE, status="not_applicable", reason="group_not_known")
        # a vacancy that accepts several groups is one observation
        observed = min(self._known_wanted, self.all_wanted.openings, key=lambda tally: tally.n)
        return gap.share_gap(
            wanted.openings, self._known_wanted, observed, offered.graduates, self._known_offered
        )


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


def _no_vacancies() -> list[Figure]:
    measures = ("vacancies", "openings", tightness.MEASURE, gap.MEASURE)
    reason = "vacancies_have_no_graduation_year"
    return [Figure(measure=m, status="not_applicable", reason=reason) for m in measures]
