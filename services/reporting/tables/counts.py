"""Everything that tables are made of: facts counted, protected, and the spread within cells."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from services.reporting.cube import graduates, skills, vacancies
from services.reporting.cube.agreement import Pair, compared_pairs
from services.reporting.cube.counting import Floats, Ints, Universe, count
from services.reporting.cube.employers import employers_of
from services.reporting.cube.memory import Memory
from services.reporting.cube.pay import monthly_pay
from services.reporting.cube.private_pay import EXACT, PayPrivacy, layers_with_pay, pay_of
from services.reporting.cube.protecting import Protected, protected_employers, protected_persons
from services.reporting.cube.spread import of_filling, of_pay
from services.reporting.cube.uniqueness import SPLIT, UNIQUE
from services.reporting.facts import Coded, Graduates, Vacancies
from services.reporting.indicators.estimates import Estimates

Names = graduates.Names


@dataclass(frozen=True)
class OfVacancies:
    """A universe of vacancies; `employers` are distinct ones in each cell."""

    counts: Protected
    employers: Ints


@dataclass(frozen=True)
class Counts:
    """The protected counts of one moment.

    `pay` and `offered_pay` are cells × P25, P50, P75, `time_to_fill` cells × 1; `showing` and
    `asking` how many graduates and vacancies have any skill at all.
    """

    on: date
    graduates: Protected
    pay: Estimates
    pairs: Mapping[Pair, Protected]
    stock: OfVacancies
    offered_pay: Estimates
    ever: OfVacancies
    time_to_fill: Estimates
    by_field: OfVacancies
    open_by_month: OfVacancies
    posted_by_month: OfVacancies
    posted_lately: OfVacancies
    lately_offered_pay: Estimates
    skills_shown: Protected
    showing: int
    skills_asked: OfVacancies
    asking: int
    pay_layers: int
    """In how many cells with percentiles of pay a graduate can be."""

    def memory(self) -> Memory:
        """Every count, and which were hidden."""
        return Memory.of_all([part.memory for part in self._protected()])

    def _protected(self) -> list[Protected]:
        parts = [getattr(self, spec.name) for spec in fields(self)]
        found = [part for part in parts if isinstance(part, Protected)]
        found += [part.counts for part in parts if isinstance(part, OfVacancies)]
        return found + list(self.pairs.values())


def counted(
    people: Graduates,
    jobs: Vacancies,
    names: Names,
    on: date,
    before: Memory,
    privacy: PayPrivacy = EXACT,
) -> Counts:
    """Facts of one moment as protected counts; `before` is what the last release hid."""
    everyone = graduates.universe(people, names)
    cohort = protected_persons(count(everyone), before)
    stock, open_rows = vacancies.stock(jobs, on)
    lately, lately_rows = vacancies.posted_lately(jobs, on)
    ever, all_rows = vacancies.ever(jobs)
    shown, _, showing = skills.shown(people)
    asked, asked_rows, asking = skills.asked(jobs, on)
    in_stock = _of_vacancies(jobs, before, stock, open_rows)
    in_all = _of_vacancies(jobs, before, ever, all_rows)
    in_half_years = _of_vacancies(jobs, before, lately, lately_rows)
    days, filled = _filling(jobs, on)
    pay, offered = monthly_pay(people), monthly_pay(jobs)
    return Counts(
        on=on,
        graduates=cohort,
        pay=pay_of(cohort, everyone, *pay, privacy),
        pairs={
            pair: protected_persons(count(universe), before)
            for pair, universe in compared_pairs(people).items()
        },
        stock=in_stock,
        offered_pay=of_pay(in_stock.counts, stock, *(side[open_rows] for side in offered)),
        ever=in_all,
        time_to_fill=of_filling(in_all.counts, ever, days, filled),
        by_field=_of_vacancies(jobs, before, *vacancies.by_field(jobs, on)),
        open_by_month=_of_vacancies(jobs, before, *vacancies.open_by_month(jobs, on)),
        posted_by_month=_of_vacancies(jobs, before, *vacancies.posted_by_month(jobs, on)),
        posted_lately=in_half_years,
        lately_offered_pay=of_pay(
            in_half_years.counts, lately, *(side[lately_rows] for side in offered)
        ),
        skills_shown=protected_persons(count(shown), before),
        showing=showing,
        skills_asked=_of_vacancies(jobs, before, asked, asked_rows),
        asking=asking,
        pay_layers=layers_with_pay(everyone),
    )


def _of_vacancies(jobs: Vacancies, before: Memory, universe: Universe, rows: Ints) -> OfVacancies:
    exact = count(universe)
    provider = Coded(jobs.provider.codes[rows], jobs.provider.values)
    openings = jobs.openings[rows].astype(np.int64)
    employers = employers_of(exact, provider, openings)
    of_parts = {}
    unique = next((b for b in universe.measures.breakdowns if UNIQUE in b.parts), None)
    if unique is not None and unique.codes.any():
        of_unique = employers_of(exact, provider, openings, unique.codes == 0)
        of_parts = dict.fromkeys(SPLIT, of_unique)
    protected = protected_employers(exact, employers, before, of_parts)
    return OfVacancies(protected, employers.distinct)


def _filling(jobs: Vacancies, on: date) -> tuple[Floats, np.typing.NDArray[np.bool_]]:
    """Days from posting to filling, or as far as it was watched: expired is not filled."""
    today = vacancies.day(on)
    closed = np.where(jobs.closed_on >= 0, jobs.closed_on, today)
    expired = np.where(jobs.closes_on >= 0, jobs.closes_on, today)
    ended = np.minimum(np.minimum(closed, expired), today)
    filled = (jobs.filled == 1) & (jobs.closed_on >= 0) & (jobs.closed_on <= today)
    days = (np.where(filled, jobs.closed_on, ended) - jobs.posted_on).astype(np.float64)
    return np.where(days < 0, np.nan, days), filled
